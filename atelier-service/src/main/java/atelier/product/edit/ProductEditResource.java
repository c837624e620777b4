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

/** Edits of a product and its features. */
@Path("/products/{product_id}")
public final class ProductEditResource {
    private final ProductEdits edits;

    ProductEditResource(ProductEdits edits) {
        this.edits = edits;
    }

    @PATCH
    @Timed
    public Response fields(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest wanted = EditRequest.of(request);
        ProductEdit edit = new ProductFields(RequestBody.patch(wanted.body(), ProductFields.RULES));
        return edits.run(id.value(), edit, wanted).toResponse(headers);
    }

    @PUT
    @Path("/features")
    @Timed
    public Response features(
            @PathParam("product_id") ProductId id, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws SQLException {
        EditRequest wanted = EditRequest.of(request);
        ProductEdit edit = new Features(RequestBody.objects(wanted.body(), Features.RULES));
        return edits.run(id.value(), edit, wanted).toResponse(headers);
    }
}
