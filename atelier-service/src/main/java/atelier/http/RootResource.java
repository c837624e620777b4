package atelier.http;

import atelier.cache.Answer;
import atelier.cache.AnswerCache;
import com.codahale.metrics.annotation.Timed;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.Resources;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    public Response describe(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        return description.toResponse(known);
    }

    /** Returns the page that the repository holds as docs/api.md. */
    @GET
    @Path(DOCUMENTATION)
    @Timed
    public Response documentation(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        return documentation.toResponse(known);
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
