package atelier.related;

import atelier.document.Documents;
import atelier.http.ProductId;
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
    private final Documents documents;

    public RelatedResource(Documents documents) {
        this.documents = documents;
    }

    @GET
    @Timed
    public Response find(@PathParam("product_id") ProductId id, @Context HttpHeaders request) {
        return documents.find(id.value()).join().related().toResponse(request);
    }
}
