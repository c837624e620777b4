package atelier.product.edit;

import atelier.http.WholeNumbers;
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

/** Edits of a style, its photos and its skus. */
@Path("/products/{product_id}/styles")
public final class StyleEditResource {
    private final ProductEdits edits;

    StyleEditResource(ProductEdits edits) {
        this.edits = edits;
    }

    @PATCH
    @Path("/{style_id}")
    @Timed
    public Response fields(
            @PathParam("product_id") ProductId id,
            @PathParam("style_id") String style,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers)
            throws SQLException {
        EditRequest wanted = EditRequest.of(request);
        ProductEdit edit =
                new StyleFields(number("style_id", style), RequestBody.patch(wanted.body(), StyleFields.RULES));
        return edits.run(id.value(), edit, wanted).toResponse(headers);
    }

    @PUT
    @Path("/{style_id}/photos")
    @Timed
    public Response photos(
            @PathParam("product_id") ProductId id,
            @PathParam("style_id") String style,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers)
            throws SQLException {
        EditRequest wanted = EditRequest.of(request);
        ProductEdit edit = new Photos(number("style_id", style), RequestBody.objects(wanted.body(), Photos.RULES));
        return edits.run(id.value(), edit, wanted).toResponse(headers);
    }

    @PATCH
    @Path("/{style_id}/skus/{sku_id}")
    @Timed
    public Response quantity(
            @PathParam("product_id") ProductId id,
            @PathParam("style_id") String style,
            @PathParam("sku_id") String sku,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers)
            throws SQLException {
        EditRequest wanted = EditRequest.of(request);
        ProductEdit edit = new Quantity(
                number("style_id", style), number("sku_id", sku), RequestBody.object(wanted.body(), Quantity.RULES));
        return edits.run(id.value(), edit, wanted).toResponse(headers);
    }

    private static int number(String name, String text) {
        return (int) WholeNumbers.parameter(name, text, 0, Integer.MAX_VALUE);
    }
}
