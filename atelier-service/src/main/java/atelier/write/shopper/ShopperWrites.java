package atelier.write.shopper;

import static java.util.Objects.requireNonNullElse;

import atelier.http.ClientAddress;
import atelier.http.EarlyHandler;
import atelier.http.HttpRules;
import atelier.http.RequestAttributes;
import atelier.metrics.Metrics;
import atelier.write.ContentCodings;
import com.github.benmanes.caffeine.cache.Ticker;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.util.Duration;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request that needs no token, before its body arrives, and decides whether the body is worth keeping. The route
 * handles the request once the body is there, without servlets and Jersey, and without holding a thread while it waits for the database.
 */
public final class ShopperWrites extends Handler.Wrapper {
    private static final byte[] NO_BODY = {};

    private final List<ShopperRoute> routes;
    private final ShopperSettings settings;
    private final HttpRules rules;
    private final AddressLimit limit;
    private final WriteCounts counts;
    /** The values of {@code Allow} by the templates of the routes. */
    private final Map<String, String> allowed;

    private ShopperWrites(
            List<ShopperRoute> routes,
            Set<String> readTemplates,
            ShopperSettings settings,
            HttpRules rules,
            AddressLimit limit,
            WriteCounts counts) {
        this.routes = routes;
        this.settings = settings;
        this.rules = rules;
        this.limit = limit;
        this.counts = counts;
        this.allowed = AllowedMethods.of(routes, readTemplates, settings.areOn());
    }

    /**
     * Installs the routes. Call it after {@link HttpRules#install}, whose handlers must be inside this one.
     *
     * @param readTemplates the paths that other routes read
     * @param slowStatement the longest time of a write that is not logged; 0 logs none
     */
    public static void install(
            List<ShopperRoute> routes,
            Set<String> readTemplates,
            ShopperSettings settings,
            HttpRules rules,
            Duration slowStatement,
            Environment environment,
            Metrics metrics) {
        environment
                .getApplicationContext()
                .insertHandler(new ShopperWrites(
                        routes,
                        readTemplates,
                        settings,
                        rules,
                        new AddressLimit(settings, Ticker.systemTicker()),
                        new WriteCounts(routes, slowStatement, metrics)));
    }

    /** Returns the routes, for the test of the OpenAPI document. */
    public List<ShopperRoute> routes() {
        return routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = withoutFinalSlash(requireNonNullElse(request.getHttpURI().getPath(), ""));
        for (ShopperRoute route : routes) {
            String variable = route.match(path);
            if (variable != null) {
                request.setAttribute(RequestAttributes.ALLOWED, allowed.get(route.template()));
                if (route.takes(request.getMethod())) {
                    request.setAttribute(RequestAttributes.ROUTE, route.template());
                    request.setAttribute(RequestAttributes.HANDLER, handler(route, variable, request));
                }
            }
        }
        return super.handle(request, response, callback);
    }

    private static String withoutFinalSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private EarlyHandler handler(ShopperRoute route, String variable, Request request) {
        if (route.isWrite() && !settings.areOn()) {
            return refusal(
                    route,
                    HttpStatus.METHOD_NOT_ALLOWED_405,
                    "Shoppers cannot write here at the moment",
                    new HttpField(HttpHeader.ALLOW, allowed.get(route.template())));
        }
        long seconds = route.isWrite() ? limit.take(ClientAddress.of(request)) : 0;
        if (seconds > 0) {
            return refusal(
                    route,
                    HttpStatus.TOO_MANY_REQUESTS_429,
                    "Too many writes from one address; try again in " + seconds + " s",
                    new HttpField(HttpHeader.RETRY_AFTER, Long.toString(seconds)));
        }
        String codings = String.join(", ", request.getHeaders().getValuesList(HttpHeader.CONTENT_ENCODING));
        if (route.keepsBody() && !ContentCodings.arePlain(codings)) {
            return refusal(
                    route,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                    ContentCodings.refusal(codings),
                    new HttpField(HttpHeader.ACCEPT_ENCODING, ContentCodings.PLAIN));
        }
        return new EarlyHandler(route.keepsBody(), (received, response, callback) -> {
            run(route, variable, received, response, callback);
            return true;
        });
    }

    private EarlyHandler refusal(ShopperRoute route, int status, String message, HttpField header) {
        return new EarlyHandler(false, (request, response, callback) -> {
            counts.add(route, status);
            rules.refuse(request, response, callback, status, message, header);
            return true;
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback reports every failure to the client.
    private void run(ShopperRoute route, String variable, Request request, Response response, Callback callback) {
        byte[] body = requireNonNullElse((byte[]) request.getAttribute(RequestAttributes.BODY), NO_BODY);
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        long start = System.nanoTime();
        try {
            route.action()
                    .respond(new ShopperRequest(variable, body, authorization))
                    .whenComplete((reply, failure) -> {
                        counts.record(route, System.nanoTime() - start);
                        respond(route, reply, failure, request, response, callback);
                    });
        } catch (RuntimeException | Error e) {
            fail(route, e, request, response, callback);
        }
    }

    private void respond(
            ShopperRoute route,
            ShopperReply reply,
            @Nullable Throwable failure,
            Request request,
            Response response,
            Callback callback) {
        try {
            if (failure == null) {
                counts.add(route, reply.status());
                write(reply, request, response, callback);
            } else {
                fail(
                        route,
                        failure instanceof CompletionException ? failure.getCause() : failure,
                        request,
                        response,
                        callback);
            }
        } catch (RuntimeException | Error e) {
            // Nobody reads the result of whenComplete, so the client would wait for ever.
            HttpRules.writeError(request, response, callback, e);
        }
    }

    private void write(ShopperReply reply, Request request, Response response, Callback callback) {
        rules.addTo(request.getHeaders(), response.getHeaders());
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (reply.body().length > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        }
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }

    private void fail(
            ShopperRoute route, @Nullable Throwable failure, Request request, Response response, Callback callback) {
        if (failure instanceof RefusedException refused) {
            counts.add(route, refused.status());
            rules.refuse(request, response, callback, refused.status(), String.valueOf(refused.getMessage()));
        } else {
            counts.add(route, HttpStatus.SERVICE_UNAVAILABLE_503);
            HttpRules.writeError(request, response, callback, requireNonNullElse(failure, new IllegalStateException()));
        }
    }
}
