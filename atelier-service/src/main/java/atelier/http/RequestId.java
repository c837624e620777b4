package atelier.http;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The id that a request has in every log and in its response: the client's {@code X-Request-Id}, or a generated id. The attribute {@link
 * RequestAttributes#REQUEST_ID} holds it.
 */
public final class RequestId implements HttpConfiguration.Customizer {
    private static final String HEADER = "X-Request-Id";

    /** The id's name in log lines. */
    private static final String LOGGED = "request_id";

    private static final int LONGEST = 64;

    /** Work for a request. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Distinguishes nodes and restarts; a counter follows it. An id need not be hard to guess. */
    private static final String NODE =
            Integer.toHexString(ThreadLocalRandom.current().nextInt() | Integer.MIN_VALUE) + "-";

    private static final AtomicLong COUNT = new AtomicLong();

    /** Jetty calls this before any handler, so every response has the id. */
    @Override
    public Request customize(Request request, HttpFields.Mutable response) {
        response.add(new HttpField(HEADER, of(request)));
        return request;
    }

    /** Sets the id on an error response, whose headers were reset, or whose request Jetty could not read. */
    static void addTo(HttpFields.Mutable response, Request request) {
        response.put(new HttpField(HEADER, of(request)));
    }

    /** Returns the client's id if it is safe in every log, otherwise a new unique id. */
    static String of(Request request) {
        if (request.getAttribute(RequestAttributes.REQUEST_ID) instanceof String known) {
            return known;
        }
        String given = request.getHeaders().get(HEADER);
        String id = isWellFormed(given) ? given : NODE + Long.toHexString(COUNT.incrementAndGet());
        request.setAttribute(RequestAttributes.REQUEST_ID, id);
        return id;
    }

    private static boolean isWellFormed(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** Runs work whose log lines contain the id. */
    static <T, E extends Exception> T inLog(String id, Work<T, E> work) throws E {
        String outer = MDC.get(LOGGED);
        MDC.put(LOGGED, id);
        try {
            return work.run();
        } finally {
            if (outer == null) {
                MDC.remove(LOGGED);
            } else {
                MDC.put(LOGGED, outer);
            }
        }
    }
}
