package atelier.write;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import atelier.http.RequestAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a request that edits something.
 *
 * @param writer the owner of the request's token
 * @param tags the value of {@code If-Match}
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
public record EditRequest(String writer, @Nullable String requestId, String tags, byte[] body) {
    private static final byte[] NO_BODY = {};

    private static final String ANY_STATE = "*";

    /**
     * Reads the facts from a request with a valid token.
     *
     * @throws ClientErrorException with 415 if the body is compressed, or 428 if {@code If-Match} is missing
     */
    public static EditRequest of(HttpServletRequest request) {
        refuseCodings(list(request, HttpHeaders.CONTENT_ENCODING));
        String tags = list(request, HttpHeaders.IF_MATCH);
        if (tags.isBlank()) {
            throw new ClientErrorException(
                    "If-Match is missing: send the ETag of the response that you want to change, so that no other client's change is lost",
                    Response.Status.PRECONDITION_REQUIRED);
        }
        return of(request, tags);
    }

    /**
     * Reads the facts from a request with a valid token, whatever the current state is.
     *
     * @throws ClientErrorException with 415 if the body is compressed
     */
    public static EditRequest unconditional(HttpServletRequest request) {
        refuseCodings(list(request, HttpHeaders.CONTENT_ENCODING));
        return of(request, ANY_STATE);
    }

    private static EditRequest of(HttpServletRequest request, String tags) {
        return new EditRequest(
                requireNonNull((String) request.getAttribute(RequestAttributes.WRITER)),
                (String) request.getAttribute(RequestAttributes.REQUEST_ID),
                tags,
                requireNonNullElse((byte[]) request.getAttribute(RequestAttributes.BODY), NO_BODY));
    }

    /** Returns the value of a header that is a list, which a client may send in several lines. */
    private static String list(HttpServletRequest request, String header) {
        return String.join(", ", Collections.list(request.getHeaders(header)));
    }

    private static void refuseCodings(String codings) {
        if (!ContentCodings.arePlain(codings)) {
            throw new ClientErrorException(
                    ContentCodings.refusal(codings),
                    Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
                            .header(HttpHeaders.ACCEPT_ENCODING, ContentCodings.PLAIN)
                            .build());
        }
    }
}
