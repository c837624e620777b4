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
 * The name by which one request is found in every log: the client's own, or one of this node's. It is decided when the request is
 * first asked for it, and stands in its attribute {@link HttpRules#REQUEST_ID} from then on.
 */
public final class RequestId implements HttpConfiguration.Customizer {
    private static final String HEADER = "X-Request-Id";

    /** What the log's lines have it under. */
    private static final String LOGGED = "request_id";

    private static final int LONGEST = 64;

    /** Something that is done for a request. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Tells nodes, and the starts of one, apart. A count is enough behind it: an id is a name and no secret. */
    private static final String NODE =
            Integer.toHexString(ThreadLocalRandom.current().nextInt() | Integer.MIN_VALUE) + "-";

    private static final AtomicLong COUNT = new AtomicLong();

    /** Jetty asks this before it hands a request on, so its answer has the id whoever gives it. */
    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        answer.add(new HttpField(HEADER, of(request)));
        return request;
    }

    /** Sets the id on an answer that has lost its headers, or is to what Jetty could not read. */
    static void addTo(HttpFields.Mutable answer, Request request) {
        answer.put(new HttpField(HEADER, of(request)));
    }

    /** Returns the client's if it is one that can stand in every log as it is, otherwise one that no other request has. */
    static String of(Request request) {
        if (request.getAttribute(HttpRules.REQUEST_ID) instanceof String known) {
            return known;
        }
        String asked = request.getHeaders().get(HEADER);
        String id = isWellFormed(asked) ? asked : NODE + Long.toHexString(COUNT.incrementAndGet());
        request.setAttribute(HttpRules.REQUEST_ID, id);
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

    /** Does something for a request, each of whose lines in the log has its id. */
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
