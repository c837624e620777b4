package atelier.apidocs;

import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import com.codahale.metrics.annotation.Timed;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Suppliers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The documentation of the API, for programs and for people. */
@Path("/")
public final class DocumentationResource {
    /** The page may run only its own files and call only this service. Swagger UI sets styles on its elements. */
    private static final Map<String, String> POLICY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final Supplier<Pages> pages;

    private record Pages(
            ReadResponse json,
            ReadResponse yaml,
            ReadResponse page,
            ReadResponse text,
            Map<String, ReadResponse> files) {}

    /**
     * Creates the resource. The first request reads the files: writing the document as YAML took a twentieth of the main thread's time
     * at a start.
     *
     * @param features the parts of the OpenAPI document
     * @param refused the operations that this node refuses, such as {@code POST /reviews}; the document leaves them out
     */
    public DocumentationResource(List<OpenApiPart> features, Set<String> refused, ResponseFormat format) {
        pages = Suppliers.memoize(() -> read(OpenApi.of(features, refused), format));
    }

    private static Pages read(JsonNode openApi, ResponseFormat format) {
        Map<String, ReadResponse> files = new HashMap<>();
        for (PageFile file : PageFile.ALL) {
            files.put(file.name(), format.page(file.contentType(), PageFile.read(file.resource()), Map.of()));
        }
        return new Pages(
                format.jsonOf(openApi, Map.of()),
                format.page("application/yaml", OpenApi.yaml(openApi), Map.of()),
                format.page("text/html; charset=utf-8", PageFile.read("/docs/index.html"), POLICY),
                format.page("text/plain; charset=utf-8", PageFile.read("/docs/api.md"), Map.of()),
                files);
    }

    /** Returns the OpenAPI document, with the limits of this node. */
    @GET
    @Path("/openapi.json")
    @Timed
    public Response json(@Context HttpHeaders request) {
        return pages.get().json.toResponse(request);
    }

    /** Returns the same document as YAML. */
    @GET
    @Path("/openapi.yaml")
    @Timed
    public Response yaml(@Context HttpHeaders request) {
        return pages.get().yaml.toResponse(request);
    }

    /** Returns the page on which people try the API. */
    @GET
    @Path("/docs")
    @Timed
    public Response page(@Context HttpHeaders request) {
        return pages.get().page.toResponse(request);
    }

    /** Returns docs/api.md of the repository. */
    @GET
    @Path("/docs/api.md")
    @Timed
    public Response text(@Context HttpHeaders request) {
        return pages.get().text.toResponse(request);
    }

    /** Returns a file of the page at {@code /docs}. */
    @GET
    @Path("/docs/{file_name}")
    @Timed
    public Response file(@PathParam("file_name") String name, @Context HttpHeaders request) {
        ReadResponse file = pages.get().files.get(name);
        if (file == null) {
            throw new NotFoundException();
        }
        return file.toResponse(request);
    }
}
