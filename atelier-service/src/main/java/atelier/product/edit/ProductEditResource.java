package atelier.product.edit;

import atelier.product.ProductId;
import atelier.write.EditRequest;
import atelier.write.RequestBody;
import com.codahale.metrics.annotation.Timed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;

/** ProductEdits what {@code GET /products/{product_id}} says. */
@Path("/products")
public final class ProductEditResource {
    private final ProductEdits changes;

    ProductEditResource(ProductEdits changes) {
        this.changes = changes;
    }

    @PATCH
    @Path("/{product_id}")
    @Timed
    public Response fields(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest asked = EditRequest.of(request);
        ProductEdit change = new ProductFields(RequestBody.patch(asked.body(), ProductFields.RULES));
        return changes.make(id.value(), change, asked).toResponse(headers);
    }

    @PUT
    @Path("/{product_id}/features")
    @Timed
    public Response features(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest asked = EditRequest.of(request);
        ProductEdit change = new Features(RequestBody.objects(asked.body(), Features.RULES));
        return changes.make(id.value(), change, asked).toResponse(headers);
    }
}
