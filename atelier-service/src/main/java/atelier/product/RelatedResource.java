package atelier.product;

import com.codahale.metrics.annotation.Timed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The products related to a product. */
@Path("/products/{product_id}/related")
public final class RelatedResource {
    private final ProductDocuments documents;

    public RelatedResource(ProductDocuments documents) {
        this.documents = documents;
    }

    @GET
    @Timed
    public Response find(@PathParam("product_id") ProductId id, @Context HttpHeaders request) {
        return documents.find(id.value()).join().related().toResponse(request);
    }
}
