package atelier.change;

import atelier.http.ProductId;
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

/** Changes what {@code GET /products/{product_id}/related} says. */
@Path("/products/{product_id}/related")
public final class RelatedChangeResource {
    private static final Map<String, Rule> ONE = Map.of("product_id", Rule.PRODUCT_ID);

    private final Changes changes;

    RelatedChangeResource(Changes changes) {
        this.changes = changes;
    }

    @PUT
    @Timed
    public Response all(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        Asked asked = Asked.of(request);
        Change change = Related.to(RequestBody.values(asked.body(), Rule.PRODUCT_ID));
        return changes.make(id.value(), change, asked).toResponse(headers);
    }

    /** Adds one at the end, whether it is there already or not. */
    @POST
    @Timed
    public Response add(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        Asked asked = Asked.of(request);
        int related = RequestBody.object(asked.body(), ONE).get("product_id").intValue();
        return changes.make(id.value(), Related.with(related), asked).toResponse(headers);
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
        Asked asked = Asked.of(request);
        return changes.make(id.value(), Related.without(related.value()), asked).toResponse(headers);
    }
}
