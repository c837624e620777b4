package atelier.product;

import atelier.http.WholeNumbers;
import com.codahale.metrics.annotation.Timed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The list of products, and one product with its features. */
@Path("/products")
public final class ProductResource {
    private final ProductDocuments documents;
    private final ProductPages pages;

    public ProductResource(ProductDocuments documents, ProductPages pages) {
        this.documents = documents;
        this.pages = pages;
    }

    /** Of a parameter that is given twice the first counts, and unknown ones do not. */
    @GET
    @Timed
    public Response list(
            @QueryParam("page") @Nullable String pageText,
            @QueryParam("count") @Nullable String countText,
            @Context HttpHeaders request) {
        long page = WholeNumbers.parameter("page", pageText, 1, Long.MAX_VALUE);
        int count = (int) WholeNumbers.parameter("count", countText, pages.defaultCount(), pages.largestCount());
        return pages.find(page, count).join().toResponse(request);
    }

    @GET
    @Path("/{product_id}")
    @Timed
    public Response find(@PathParam("product_id") ProductId id, @Context HttpHeaders request) {
        return documents.find(id.value()).join().product().toResponse(request);
    }
}
