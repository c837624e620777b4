package atelier.http;

import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Lets a request bring a small body, as some clients' GETs do, and keeps everybody from reading it.
 *
 * <p>What has not arrived when the answer is sent is not waited for: Jetty closes the connection.
 *
 * @param largest the bytes that a body may announce
 */
record UnreadBody(long largest) implements HttpConfiguration.Customizer {
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (request.getLength() > largest) {
            throw new BadMessageException(
                    HttpStatus.PAYLOAD_TOO_LARGE_413,
                    "The request's body may have " + largest + " bytes, but has " + request.getLength());
        }
        if (!request.getHeaders().contains(HttpHeader.CONTENT_TYPE)) {
            return request;
        }
        // Jersey waits for the body of what calls itself a form, even of a GET.
        HttpFields headers = HttpFields.build(request.getHeaders())
                .remove(HttpHeader.CONTENT_TYPE)
                .asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
