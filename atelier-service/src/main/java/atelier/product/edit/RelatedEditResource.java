package atelier.product.edit;

import atelier.product.ProductId;
import atelier.write.EditRequest;
import atelier.write.FieldRule;
import atelier.write.RequestBody;
import com.codahale.metrics.annotation.Timed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Map;

/** ProductEdits what {@code GET /products/{product_id}/related} says. */
@Path("/products/{product_id}/related")
public final class RelatedEditResource {
    private static final Map<String, FieldRule> ONE = Map.of("product_id", FieldRule.PRODUCT_ID);

    private final ProductEdits changes;

    RelatedEditResource(ProductEdits changes) {
        this.changes = changes;
    }

    @PUT
    @Timed
    public Response all(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest asked = EditRequest.of(request);
        ProductEdit change = RelatedProducts.to(RequestBody.values(asked.body(), FieldRule.PRODUCT_ID));
        return changes.make(id.value(), change, asked).toResponse(headers);
    }

    /** Adds one at the end, whether it is there already or not. */
    @POST
    @Timed
    public Response add(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest asked = EditRequest.of(request);
        int related = RequestBody.object(asked.body(), ONE).get("product_id").intValue();
        return changes.make(id.value(), RelatedProducts.with(related), asked).toResponse(headers);
    }

    @DELETE
    @Path("/{related_id}")
    @Timed
    public Response remove(
            @PathParam("product_id") ProductId id,
            @PathParam("related_id") ProductId related,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers)
            throws SQLException {
        EditRequest asked = EditRequest.of(request);
        return changes.make(id.value(), RelatedProducts.without(related.value()), asked)
                .toResponse(headers);
    }
}
