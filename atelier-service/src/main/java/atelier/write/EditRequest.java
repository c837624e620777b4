package atelier.write;

import atelier.http.HttpRules;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a change brings along.
 *
 * @param writer whose token it has
 * @param requestId by which the logs know it
 * @param tags of what its client has seen
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record EditRequest(String writer, @Nullable String requestId, String tags, byte[] body) {
    /**
     * Returns that of a request which the gate has let in.
     *
     * @throws ClientErrorException with 428 if it does not say what its client has seen
     */
    public static EditRequest of(HttpServletRequest request) {
        String tags = String.join(", ", Collections.list(request.getHeaders(HttpHeaders.IF_MATCH)));
        if (tags.isBlank()) {
            throw new ClientErrorException(
                    "If-Match is missing: it takes the ETag of the answer that is to be changed, so that nobody else's change is lost",
                    Response.Status.PRECONDITION_REQUIRED);
        }
        Admission admission = (Admission) request.getAttribute(HttpRules.CHANGE);
        return new EditRequest(admission.writer(), (String) request.getAttribute(HttpRules.REQUEST_ID), tags, (byte[])
                request.getAttribute(HttpRules.BODY));
    }
}
