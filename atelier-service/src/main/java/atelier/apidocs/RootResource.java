package atelier.apidocs;

import atelier.serve.ReadResponse;
import atelier.serve.ReadRoute;
import atelier.serve.ResponseFormat;
import com.codahale.metrics.annotation.Timed;
import com.google.common.html.HtmlEscapers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code GET /}: what this service is, and where its routes and documentation are; JSON for programs and a page for browsers. */
@Path("/")
public final class RootResource {
    /** The documentation for programs (RFC 8631). */
    private static final String LINKS = "</openapi.json>; rel=\"service-desc\"; type=\"application/json\", "
            + "</openapi.yaml>; rel=\"service-desc\"; type=\"application/yaml\", "
            + "</docs>; rel=\"service-doc\"; type=\"text/html\"";

    private static final String VARY = "Accept, Accept-Encoding";

    /** nginx.conf.template has the same rule. A client that names both types is a program that can read JSON. */
    private static final Pattern ACCEPTS_HTML =
            Pattern.compile("(?i)(?!.*application/json)(?:.*[,\\s])?text/html\\s*(?:[,;].*)?");

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ReadResponse description;
    private final ReadResponse page;

    record Description(
            String description, List<String> routes, String documentation, List<String> openapi, String text) {}

    /**
     * Creates the resource.
     *
     * @param links the names of further pages of this service, by their paths
     */
    public RootResource(List<ReadRoute> routes, Map<String, String> links, ResponseFormat format) {
        description = format.jsonOf(
                new Description(
                        "The API of the Project Atelier shop",
                        routes.stream().map(ReadRoute::example).toList(),
                        "/docs",
                        List.of("/openapi.json", "/openapi.yaml"),
                        "/docs/api.md"),
                Map.of("Link", LINKS, "Vary", VARY));
        page = format.page(
                "text/html; charset=utf-8",
                page(routes, links).getBytes(StandardCharsets.UTF_8),
                Map.of("Link", LINKS, "Vary", VARY, "Content-Security-Policy", POLICY));
    }

    @GET
    @Timed
    public Response describe(@Context HttpHeaders headers, @Context HttpServletRequest request) {
        // Jersey's headers have no Accept: no other route depends on it.
        String accepted = String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        return (ACCEPTS_HTML.matcher(accepted).matches() ? page : description).toResponse(headers);
    }

    private static String page(List<ReadRoute> routes, Map<String, String> links) {
        String template = new String(PageFile.read("/docs/start.html"), StandardCharsets.UTF_8);
        return template.replace("${routes}", items(routes.stream().map(RootResource::item)))
                .replace(
                        "${links}",
                        items(links.entrySet().stream().map(link -> link(link.getKey(), escape(link.getValue())))));
    }

    private static String items(Stream<String> contents) {
        return contents.map(content -> "<li>" + content + "</li>").collect(Collectors.joining("\n"));
    }

    /** Returns a link to the route, unless its path has a variable. */
    private static String item(ReadRoute route) {
        String url = escape(route.example());
        String code = "<code>" + url + "</code>";
        return url.contains("{") ? code : link(url, code);
    }

    private static String link(String path, String content) {
        return "<a href=\"" + path + "\">" + content + "</a>";
    }

    private static String escape(String text) {
        return HtmlEscapers.htmlEscaper().escape(text);
    }
}
