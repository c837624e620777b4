package atelier.style;

import atelier.cache.Answer;
import atelier.cache.AnswerCache;
import atelier.http.ProductId;
import com.codahale.metrics.annotation.Timed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The styles of a product. */
@Path("/products/{product_id}/styles")
public final class StyleResource {
    private final StyleDao styles;
    private final AnswerCache answers;

    public StyleResource(StyleDao styles, AnswerCache answers) {
        this.styles = styles;
        this.answers = answers;
    }

    @GET
    @Timed
    public Response find(@PathParam("product_id") ProductId id, @Context HttpHeaders request) {
        return answers.find("/products/" + id.value() + "/styles", () -> find(id))
                .toResponse(request);
    }

    private Answer find(ProductId id) {
        return styles.find(id.value())
                .map(answers::of)
                .orElseThrow(() -> new NotFoundException("There is no product " + id.value()));
    }
}
