package atelier.related;

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

/** The products related to a product. */
@Path("/products/{product_id}/related")
public final class RelatedResource {
    private final RelatedDao related;
    private final AnswerCache answers;

    public RelatedResource(RelatedDao related, AnswerCache answers) {
        this.related = related;
        this.answers = answers;
    }

    @GET
    @Timed
    public Response find(@PathParam("product_id") ProductId id, @Context HttpHeaders request) {
        return answers.find("/products/" + id.value() + "/related", () -> find(id))
                .toResponse(request);
    }

    private Answer find(ProductId id) {
        return related.find(id.value())
                .map(answers::of)
                .orElseThrow(() -> new NotFoundException("There is no product " + id.value()));
    }
}
