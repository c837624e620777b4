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

/** Edits of the related products. */
@Path("/products/{product_id}/related")
public final class RelatedEditResource {
    private static final Map<String, FieldRule> RULES = Map.of("product_id", RelatedProducts.RULE);

    private final ProductEdits edits;

    RelatedEditResource(ProductEdits edits) {
        this.edits = edits;
    }

    @PUT
    @Timed
    public Response all(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest wanted = EditRequest.of(request);
        ProductEdit edit = RelatedProducts.replace(RequestBody.values(wanted.body(), RelatedProducts.RULE));
        return edits.run(id.value(), edit, wanted).toResponse(headers);
    }

    @POST
    @Timed
    public Response add(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest wanted = EditRequest.of(request);
        int related = RequestBody.object(wanted.body(), RULES).get("product_id").intValue();
        return edits.run(id.value(), RelatedProducts.add(related), wanted).toResponse(headers);
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
        EditRequest wanted = EditRequest.of(request);
        return edits.run(id.value(), RelatedProducts.remove(related.value()), wanted)
                .toResponse(headers);
    }
}
