package atelier.serve;

import static java.util.Objects.requireNonNull;

import atelier.http.HttpRules;
import atelier.http.RequestAttributes;
import atelier.product.ProductDocument;
import atelier.product.ProductDocuments;
import atelier.product.ProductPages;
import atelier.product.ProductResource;
import atelier.product.RelatedResource;
import atelier.product.StyleResource;
import atelier.serve.CanonicalUrl.Kind;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers reads of the catalogue before servlets and Jersey, if their URL is plain. Everything else, all that can be wrong with
 * a request included, is left to the resources, which have their answers from the same place.
 *
 * <p>The thread that finds requests on the connections handles plain ones itself, instead of waking another up for each, which would
 * be half of what a cached answer costs. So nothing here waits, or takes longer than to compress what is known of one product; what is
 * not in memory is answered on the thread that reads it, and everything else gets a thread of its own.
 */
public final class FastPath extends Handler.Wrapper {
    /** Compressing a longer one, when the first client asks for that, would keep other requests waiting for milliseconds. */
    private static final int LONGEST_PAGE = 100;

    private final ProductDocuments documents;
    private final ProductPages pages;
    private final HttpRules contract;
    private final Map<Kind, Route> routes = new EnumMap<>(Kind.class);

    /** A route by the names under which Jersey knows it. */
    private record Route(String template, Timer timer) {}

    public FastPath(ProductDocuments documents, ProductPages pages, HttpRules contract, MetricRegistry metrics) {
        this.documents = documents;
        this.pages = pages;
        this.contract = contract;
        routes.put(Kind.LIST, route("/products", ProductResource.class, "list", metrics));
        routes.put(Kind.PRODUCT, route("/products/{product_id}", ProductResource.class, "find", metrics));
        routes.put(Kind.STYLES, route("/products/{product_id}/styles", StyleResource.class, "find", metrics));
        routes.put(Kind.RELATED, route("/products/{product_id}/related", RelatedResource.class, "find", metrics));
    }

    private static Route route(String template, Class<?> resource, String method, MetricRegistry metrics) {
        return new Route(template, metrics.timer(MetricRegistry.name(resource, method)));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        CanonicalUrl url = isPlain(request)
                ? CanonicalUrl.parse(
                        request.getHttpURI().getPath(), request.getHttpURI().getQuery())
                : null;
        if (url == null || isLong(url)) {
            request.getContext().execute(() -> handleSlowly(request, response, callback));
        } else {
            answer(url, request, response, callback);
        }
        return true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What is done at its end tells the client of every failure.
    private void answer(CanonicalUrl url, Request request, Response response, Callback callback) {
        Route route = requireNonNull(routes.get(url.kind()));
        request.setAttribute(RequestAttributes.ROUTE, route.template);
        find(url).whenComplete((answer, failure) -> {
            try {
                route.timer.update(System.nanoTime() - request.getHeadersNanoTime(), TimeUnit.NANOSECONDS);
                if (failure == null) {
                    contract.addTo(request.getHeaders(), response.getHeaders());
                    answer.write(request, response, callback);
                } else {
                    // Its line in the log may have to wait for whoever reads the log.
                    request.getContext().execute(() -> HttpRules.writeError(request, response, callback, failure));
                }
            } catch (RuntimeException | Error e) {
                // Nobody looks at what comes of this, so the client would wait for ever.
                HttpRules.writeError(request, response, callback, e);
            }
        });
    }

    /** By servlets, which may wait for a database, on a thread that may. */
    private void handleSlowly(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception | Error e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private static boolean isPlain(Request request) {
        String method = request.getMethod();
        return (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method))
                && request.getLength() <= 0
                && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private boolean isLong(CanonicalUrl url) {
        return url.kind() == Kind.LIST && count(url) > Math.min(LONGEST_PAGE, pages.largestCount());
    }

    private int count(CanonicalUrl url) {
        return url.count() == 0 ? pages.defaultCount() : url.count();
    }

    private CompletableFuture<ReadResponse> find(CanonicalUrl url) {
        return switch (url.kind()) {
            case LIST -> pages.find(url.number(), count(url));
            case PRODUCT -> documents.find(url.number()).thenApply(ProductDocument::product);
            case STYLES -> documents.find(url.number()).thenApply(ProductDocument::styles);
            case RELATED -> documents.find(url.number()).thenApply(ProductDocument::related);
        };
    }
}
