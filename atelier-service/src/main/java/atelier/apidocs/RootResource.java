package atelier.apidocs;

import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import com.codahale.metrics.annotation.Timed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** What this is, for whoever opens the base URL. */
@Path("/")
public final class RootResource {
    private static final Description DESCRIPTION = new Description(
            "Project Atelier product catalogue API",
            List.of(
                    "/products?page=1&count=5",
                    "/products/{product_id}",
                    "/products/{product_id}/styles",
                    "/products/{product_id}/related"),
            "/docs",
            List.of("/openapi.json", "/openapi.yaml"),
            "/docs/api.md");

    /** The same for programs (RFC 8631). */
    private static final String LINKS = "</openapi.json>; rel=\"service-desc\"; type=\"application/json\", "
            + "</openapi.yaml>; rel=\"service-desc\"; type=\"application/yaml\", "
            + "</docs>; rel=\"service-doc\"; type=\"text/html\"";

    private final ReadResponse description;

    record Description(
            String description, List<String> routes, String documentation, List<String> openapi, String text) {}

    public RootResource(ResponseFormat format) {
        description = format.jsonOf(DESCRIPTION, Map.of("Link", LINKS));
    }

    @GET
    @Timed
    public Response describe(@Context HttpHeaders request) {
        return description.toResponse(request);
    }
}
