package atelier.serve;

import atelier.http.HttpRules;
import atelier.http.RequestAttributes;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Handles reads with a canonical URL before servlets and Jersey. Jersey's resources handle all other requests, among them those with
 * faults, and use the same routes.
 *
 * <p>The I/O thread that reads a request also handles it, because waking a worker thread costs half as much as a cached response. So nothing
 * here waits: the thread that reads from the database writes the response of a cache miss, and a worker thread writes large responses and
 * errors.
 */
public final class FastPath extends Handler.Wrapper {
    private final List<TimedRoute> routes;
    private final HttpRules rules;

    private record TimedRoute(ReadRoute route, Timer timer) {}

    public FastPath(List<ReadRoute> routes, HttpRules rules, MetricRegistry metrics) {
        this.routes = routes.stream()
                .map(route -> new TimedRoute(route, metrics.timer(route.timer())))
                .toList();
        this.rules = rules;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isRead(request) || !handleFast(request, response, callback)) {
            request.getContext().execute(() -> handleSlowly(request, response, callback));
        }
        return true;
    }

    private static boolean isRead(Request request) {
        String method = request.getMethod();
        return (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method))
                && request.getLength() <= 0
                && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private boolean handleFast(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        for (TimedRoute timed : routes) {
            long[] values = timed.route.match(path, query);
            if (values != null) {
                find(timed, values, request, response, callback);
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback reports every failure to the client.
    private void find(TimedRoute timed, long[] values, Request request, Response response, Callback callback) {
        request.setAttribute(RequestAttributes.ROUTE, timed.route.template());
        timed.route.find(values).whenComplete((found, failure) -> {
            try {
                if (failure == null ? found.isLarge() : !isRefusal(failure)) {
                    // Rendering and compressing a large response, or logging an error, would delay other requests.
                    request.getContext().execute(() -> write(timed.timer, found, failure, request, response, callback));
                } else {
                    write(timed.timer, found, failure, request, response, callback);
                }
            } catch (RuntimeException | Error e) {
                // Nobody reads the result of whenComplete, so the client would wait for ever.
                HttpRules.writeError(request, response, callback, e);
            }
        });
    }

    /** A refusal does not go to a worker thread, because the workers may all be waiting for the same database. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof Lookup.UnavailableException
                || failure.getCause() instanceof Lookup.UnavailableException;
    }

    private void write(
            Timer timer,
            ReadResponse found,
            @Nullable Throwable failure,
            Request request,
            Response response,
            Callback callback) {
        timer.update(System.nanoTime() - request.getHeadersNanoTime(), TimeUnit.NANOSECONDS);
        if (failure == null) {
            rules.addTo(request.getHeaders(), response.getHeaders());
            found.write(request, response, callback);
        } else {
            HttpRules.writeError(request, response, callback, failure);
        }
    }

    /** Calls the servlets, which may wait, on a worker thread. */
    private void handleSlowly(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception | Error e) {
            Response.writeError(request, response, callback, e);
        }
    }
}
