package atelier.product;

import atelier.cache.Answer;
import atelier.cache.AnswerCache;
import atelier.http.ProductId;
import atelier.http.WholeNumbers;
import com.codahale.metrics.annotation.Timed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list of products, and one product with its features. */
@Path("/products")
public final class ProductResource {
    private final ProductDao products;
    private final AnswerCache answers;
    private final ProductSettings settings;

    public ProductResource(ProductDao products, AnswerCache answers, ProductSettings settings) {
        this.products = products;
        this.answers = answers;
        this.settings = settings;
    }

    /** Of a parameter that is given twice the first counts, and unknown ones do not. */
    @GET
    @Timed
    public Response list(
            @QueryParam("page") @Nullable String pageText,
            @QueryParam("count") @Nullable String countText,
            @Context HttpHeaders request) {
        long page = WholeNumbers.parameter("page", pageText, 1, Long.MAX_VALUE);
        int count = (int)
                WholeNumbers.parameter("count", countText, settings.defaultPageSize(), settings.largestPageSize());
        // No catalogue has more products than ids; beyond that every page is the same empty one.
        int offset = (int) Math.min(Integer.MAX_VALUE, Math.min(page - 1, Integer.MAX_VALUE) * count);
        return answers.find("/products?page=" + offset / count + "&count=" + count, () -> list(page, count, offset))
                .toResponse(request);
    }

    private Answer list(long page, int count, int offset) {
        ProductPage found = products.page(offset, count, settings.campus());
        return answers.of(
                found.body(),
                Map.of(
                        HttpHeaders.LINK,
                        PageLinks.of(page, count, found.total()),
                        "X-Total-Count",
                        Integer.toString(found.total())));
    }

    @GET
    @Path("/{product_id}")
    @Timed
    public Response find(@PathParam("product_id") ProductId id, @Context HttpHeaders request) {
        return answers.find("/products/" + id.value(), () -> find(id)).toResponse(request);
    }

    private Answer find(ProductId id) {
        return products.find(id.value(), settings.campus())
                .map(answers::of)
                .orElseThrow(() -> new NotFoundException("There is no product " + id.value()));
    }
}
