package atelier.operations.monitoring;

import atelier.http.LoggedPath;
import atelier.http.RequestAttributes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The 20 slowest requests of the last 15 minutes.
 *
 * <p>Each minute has a list of its own, so that the others' requests are still there when a slow minute becomes too old. A request
 * that is too fast for the list costs one comparison.
 */
public final class SlowRequests {
    private static final int SHOWN = 20;
    private static final int MINUTES = 15;
    private static final int LONGEST_PATH = 200;
    private static final Comparator<SlowRequest> FASTEST_FIRST = Comparator.comparingDouble(SlowRequest::milliseconds);

    private final Deque<PriorityQueue<SlowRequest>> minutes = new ArrayDeque<>();
    private volatile long threshold = -1;

    /**
     * A slow request.
     *
     * @param time when its response ended, in milliseconds since 1970
     * @param path with the query, except of writes and preflights, as the client sent it, at most 200 characters; empty if Jetty could not read it
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
            add(new SlowRequest(
                    System.currentTimeMillis(),
                    nanoseconds / 1e6,
                    method,
                    route,
                    path(LoggedPath.of(request)),
                    status,
                    request.getAttribute(RequestAttributes.REQUEST_ID) instanceof String id ? id : null));
        }
    }

    private static String path(@Nullable String path) {
        if (path == null) {
            return "";
        }
        return path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path;
    }

    synchronized void add(SlowRequest request) {
        PriorityQueue<SlowRequest> minute = minutes.getLast();
        minute.add(request);
        if (minute.size() > SHOWN) {
            minute.remove();
        }
        if (minute.size() == SHOWN) {
            threshold = (long) (minute.element().milliseconds() * 1e6);
        }
    }

    /** Begins another minute and drops the oldest. The dashboard's sampler calls this, so that no request has to read the clock. */
    public synchronized void beginMinute() {
        minutes.add(new PriorityQueue<>(FASTEST_FIRST));
        if (minutes.size() > MINUTES) {
            minutes.remove();
        }
        threshold = -1;
    }

    /** Returns the slowest requests, the slowest first. */
    public synchronized List<SlowRequest> slowest() {
        return minutes.stream()
                .flatMap(PriorityQueue::stream)
                .sorted(FASTEST_FIRST.reversed())
                .limit(SHOWN)
                .toList();
    }
}
