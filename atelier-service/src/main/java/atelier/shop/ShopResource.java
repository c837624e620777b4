package atelier.shop;

import atelier.apidocs.OpenApiPart;
import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import com.codahale.metrics.annotation.Timed;
import com.google.common.base.Suppliers;
import com.google.common.io.Resources;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The shop page and its files. The same files work from any other web server, see docs/example. */
@Path("/shop")
public final class ShopResource {
    /** The list is fixed, so no path leads to any other file in the jar. */
    private static final List<String> FILES = List.of(
            "api.js", "cart.js", "elements.js", "product.js", "questions.js", "reviews.js", "shop.js", "shop.css");

    /** Photos may be anywhere. Chromium also refuses to parse any string as HTML. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https: data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'";

    private final Supplier<ReadResponse> page;
    private final Supplier<Map<String, ReadResponse>> files;

    public ShopResource(ResponseFormat format) {
        this.page = Suppliers.memoize(() -> readPage(format));
        this.files = Suppliers.memoize(() -> readFiles(format));
    }

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(ShopResource.class, Map.of());
    }

    /** Returns the page. */
    @GET
    @Timed
    public Response page(@Context HttpHeaders request) {
        return page.get().toResponse(request);
    }

    /** Returns a file of the page. */
    @GET
    @Path("/{file_name}")
    @Timed
    public Response file(@PathParam("file_name") String name, @Context HttpHeaders request) {
        ReadResponse file = files.get().get(name);
        if (file == null) {
            throw new NotFoundException();
        }
        return file.toResponse(request);
    }

    /** The files are beside the page in the repository, but below its path here. Here the page has no other API than its origin. */
    private static ReadResponse readPage(ResponseFormat format) {
        String page = new String(read("index.html"), StandardCharsets.UTF_8)
                .replace("=\"./", "=\"/shop/")
                .replaceFirst("data-api=\"[^\"]*\"", "data-api=\"\"");
        return format.page(
                "text/html; charset=utf-8",
                page.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Security-Policy", POLICY));
    }

    private static Map<String, ReadResponse> readFiles(ResponseFormat format) {
        Map<String, ReadResponse> files = new HashMap<>();
        for (String name : FILES) {
            String type = name.endsWith(".css") ? "text/css" : "text/javascript";
            files.put(name, format.page(type + "; charset=utf-8", read(name), Map.of()));
        }
        return files;
    }

    private static byte[] read(String name) {
        try {
            return Resources.toByteArray(Resources.getResource(ShopResource.class, "page/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
