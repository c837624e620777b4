package atelier.operations.monitoring;

import atelier.http.HttpRules;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The slowest requests of the last quarter of an hour.
 *
 * <p>For each minute as many are kept as are shown, so that those of a bad minute do not hide the others once it is forgotten. A request
 * that is not among them costs a comparison.
 */
public final class SlowRequests {
    private static final int KEPT = 20;
    private static final int MINUTES = 15;
    private static final int LONGEST_PATH = 200;
    private static final Comparator<SlowRequest> FASTEST_FIRST = Comparator.comparingDouble(SlowRequest::milliseconds);

    private final Deque<PriorityQueue<SlowRequest>> minutes = new ArrayDeque<>();
    private volatile long threshold = -1;

    /**
     * One of them.
     *
     * @param time when it had been answered, in milliseconds since 1970
     * @param path with the query, as the client wrote it, at most 200 characters of it; empty if it could not be read
     */
    public record SlowRequest(
            long time,
            double milliseconds,
            String method,
            String route,
            String path,
            int status,
            @Nullable String requestId) {}

    SlowRequests() {
        minutes.add(new PriorityQueue<>(FASTEST_FIRST));
    }

    void offer(long nanoseconds, String method, String route, Request request, int status) {
        if (nanoseconds > threshold) {
            keep(new SlowRequest(
                    System.currentTimeMillis(),
                    nanoseconds / 1e6,
                    method,
                    route,
                    path(Request.unWrap(request).getHttpURI()),
                    status,
                    request.getAttribute(HttpRules.REQUEST_ID) instanceof String id ? id : null));
        }
    }

    private static String path(@Nullable HttpURI uri) {
        String path = uri == null ? null : uri.getPathQuery();
        if (path == null) {
            return "";
        }
        return path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path;
    }

    synchronized void keep(SlowRequest request) {
        PriorityQueue<SlowRequest> minute = minutes.getLast();
        minute.add(request);
        if (minute.size() > KEPT) {
            minute.remove();
        }
        if (minute.size() == KEPT) {
            threshold = (long) (minute.element().milliseconds() * 1e6);
        }
    }

    /** Begins another minute, and forgets what is too old. Whoever looks at the clock anyway calls this, so that no request has to. */
    public synchronized void beginMinute() {
        minutes.add(new PriorityQueue<>(FASTEST_FIRST));
        if (minutes.size() > MINUTES) {
            minutes.remove();
        }
        threshold = -1;
    }

    /** Returns the slowest, at most 20, the slowest of all first. */
    public synchronized List<SlowRequest> slowest() {
        return minutes.stream()
                .flatMap(PriorityQueue::stream)
                .sorted(FASTEST_FIRST.reversed())
                .limit(KEPT)
                .toList();
    }
}
