package atelier.operations.logging;

import atelier.http.HttpRules;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * What is logged of a request. Texts that a client chose are bounded, and may still hold every character.
 *
 * @param time when its answer's last byte was out, in milliseconds
 * @param path with the query; null if Jetty could not read it
 * @param route the template; null if it found none
 * @param nanoseconds from the end of the request's head to the end of the answer
 * @param bytes of the answer's body
 * @param remoteAddress who connected: the client or a proxy
 * @param forwardedFor for whom, as the proxy says, or whoever claims to be one
 */
record AnsweredRequest(
        long time,
        String id,
        @Nullable String method,
        @Nullable String path,
        @Nullable String route,
        int status,
        long nanoseconds,
        long bytes,
        String remoteAddress,
        @Nullable String forwardedFor,
        @Nullable String userAgent) {
    private static final int LONGEST_PATH = 500;
    private static final int LONGEST_NAME = 200;

    /** Takes it from the only objects that know it, which Jetty uses again for the next request. */
    static AnsweredRequest of(Request request, Response response) {
        HttpFields headers = request.getHeaders();
        return new AnsweredRequest(
                System.currentTimeMillis(),
                String.valueOf(request.getAttribute(HttpRules.REQUEST_ID)),
                shorten(request.getMethod(), LONGEST_NAME),
                shorten(Request.unWrap(request).getHttpURI().getPathQuery(), LONGEST_PATH),
                request.getAttribute(HttpRules.ROUTE) instanceof String route ? route : null,
                response.getStatus(),
                System.nanoTime() - request.getHeadersNanoTime(),
                Response.getContentBytesWritten(response),
                Request.getRemoteAddr(request),
                shorten(headers.get(HttpHeader.X_FORWARDED_FOR), LONGEST_NAME),
                shorten(headers.get(HttpHeader.USER_AGENT), LONGEST_NAME));
    }

    private static @Nullable String shorten(@Nullable String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    /** Returns the duration in milliseconds, to the microsecond. */
    double milliseconds() {
        return TimeUnit.NANOSECONDS.toMicros(nanoseconds) / 1e3;
    }
}
