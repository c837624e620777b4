package atelier.http;

import atelier.cache.Answer;
import atelier.cache.AnswerCache;
import com.codahale.metrics.annotation.Timed;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.Resources;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What this is, for whoever opens the base URL. */
@Path("/")
public final class RootResource {
    private static final String DOCUMENTATION = "/docs/api.md";

    private static final Description DESCRIPTION = new Description(
            "Project Atelier product catalogue API",
            List.of(
                    "/products?page=1&count=5",
                    "/products/{product_id}",
                    "/products/{product_id}/styles",
                    "/products/{product_id}/related"),
            DOCUMENTATION);

    private final Answer description;
    private final Answer documentation;

    record Description(String description, List<String> routes, String documentation) {}

    public RootResource(AnswerCache answers, ObjectMapper json) {
        description = answers.of(write(json));
        documentation = answers.ofText(read());
    }

    @GET
    @Timed
    public Response describe(@Context HttpHeaders request) {
        return description.toResponse(request);
    }

    /** Returns the page that the repository holds as docs/api.md. */
    @GET
    @Path(DOCUMENTATION)
    @Timed
    public Response documentation(@Context HttpHeaders request) {
        return documentation.toResponse(request);
    }

    private static String write(ObjectMapper json) {
        try {
            return json.writeValueAsString(DESCRIPTION);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read() {
        try {
            return Resources.toString(Resources.getResource(RootResource.class, DOCUMENTATION), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
