package atelier.apidocs;

import atelier.serve.ReadResponse;
import atelier.serve.ReadRoute;
import atelier.serve.ResponseFormat;
import com.codahale.metrics.annotation.Timed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** {@code GET /}: what this service is, and where its routes and documentation are. */
@Path("/")
public final class RootResource {
    /** The documentation for programs (RFC 8631). */
    private static final String LINKS = "</openapi.json>; rel=\"service-desc\"; type=\"application/json\", "
            + "</openapi.yaml>; rel=\"service-desc\"; type=\"application/yaml\", "
            + "</docs>; rel=\"service-doc\"; type=\"text/html\"";

    private final ReadResponse description;

    record Description(
            String description, List<String> routes, String documentation, List<String> openapi, String text) {}

    public RootResource(List<ReadRoute> routes, ResponseFormat format) {
        description = format.jsonOf(
                new Description(
                        "Project Atelier product catalogue API",
                        routes.stream().map(ReadRoute::example).toList(),
                        "/docs",
                        List.of("/openapi.json", "/openapi.yaml"),
                        "/docs/api.md"),
                Map.of("Link", LINKS));
    }

    @GET
    @Timed
    public Response describe(@Context HttpHeaders request) {
        return description.toResponse(request);
    }
}
