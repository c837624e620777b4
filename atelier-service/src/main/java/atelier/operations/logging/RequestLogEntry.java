package atelier.operations.logging;

import atelier.http.LoggedPath;
import atelier.http.RequestAttributes;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * The logged facts of one request. Texts that the client sent are shortened, but may hold any character.
 *
 * @param time when the last byte of the response was sent, in milliseconds since 1970
 * @param path with the query, except of writes and preflights; null if Jetty could not read it
 * @param route the route's template; null if no route matched
 * @param nanoseconds from the end of the request's header to the end of the response
 * @param bytes size of the response's body
 * @param remoteAddress the peer of the connection: the client or a proxy
 * @param forwardedFor the client as the peer names it, which nothing proves
 */
record RequestLogEntry(
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

    /** Copies what the line needs: Jetty reuses both objects for the next request. */
    static RequestLogEntry of(Request request, Response response) {
        HttpFields headers = request.getHeaders();
        return new RequestLogEntry(
                System.currentTimeMillis(),
                String.valueOf(request.getAttribute(RequestAttributes.REQUEST_ID)),
                shorten(request.getMethod(), LONGEST_NAME),
                shorten(LoggedPath.of(request), LONGEST_PATH),
                request.getAttribute(RequestAttributes.ROUTE) instanceof String route ? route : null,
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

    /** Returns the duration in milliseconds, with three decimals. */
    double milliseconds() {
        return TimeUnit.NANOSECONDS.toMicros(nanoseconds) / 1e3;
    }
}
