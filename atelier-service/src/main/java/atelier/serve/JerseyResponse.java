package atelier.serve;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Gives a {@link ReadResponse} to Jersey, as {@link ReadResponse#write} gives it to Jetty. */
final class JerseyResponse {
    private JerseyResponse() {}

    static Response of(ReadResponse read, HttpHeaders request) {
        boolean gzip = read.isCompressedFor(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        HttpField tag = read.tag(gzip);
        boolean known = ETags.isKnown(tag, request.getHeaderString(HttpHeaders.IF_NONE_MATCH));
        Response.ResponseBuilder response;
        if (known) {
            response = Response.notModified();
        } else {
            byte[] bytes = read.body(gzip);
            // Jersey counts at most its buffer, and Jetty nothing of a response to HEAD.
            response = Response.status(read.status()).entity(bytes).header(HttpHeaders.CONTENT_LENGTH, bytes.length);
            if (gzip) {
                response.encoding("gzip");
            }
        }
        for (HttpField header : read.headers()) {
            if (!known || header.getHeader() != HttpHeader.CONTENT_TYPE) {
                response.header(header.getName(), header.getValue());
            }
        }
        if (tag != null) {
            response.tag(tag.getValue().substring(1, tag.getValue().length() - 1));
        }
        return response.build();
    }
}
