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
import jakarta.ws.rs.QueryParam;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shop page and its files. The same files work from any other web server, see docs/example. */
@Path("/shop")
public final class ShopResource {
    /** The list is fixed, so no path leads to any other file in the jar. */
    private static final List<String> FILES = List.of(
            "api.js", "cart.js", "elements.js", "product.js", "questions.js", "reviews.js", "shop.js", "shop.css");

    /** The origin at the start of a URL. It has no character that could add another source or directive to the policy. */
    private static final Pattern ORIGIN =
            Pattern.compile("(https?://[a-z0-9.-]+(?::[0-9]{1,5})?)(?:[/?#].*)?", Pattern.CASE_INSENSITIVE);

    private final ResponseFormat format;
    private final Supplier<byte[]> page = Suppliers.memoize(ShopResource::readPage);
    private final Supplier<Map<String, ReadResponse>> files;

    public ShopResource(ResponseFormat format) {
        this.format = format;
        this.files = Suppliers.memoize(() -> readFiles(format));
    }

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(ShopResource.class, Map.of());
    }

    /**
     * Returns the page.
     *
     * @param api the base URL of another service that the page may call in place of this one
     */
    @GET
    @Timed
    public Response page(@QueryParam("api") @Nullable String api, @Context HttpHeaders request) {
        return format.of(
                        "text/html; charset=utf-8",
                        page.get(),
                        Map.of("Content-Security-Policy", policy(api == null ? "" : api)))
                .toResponse(request);
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

    /** Photos may be anywhere. Chromium also refuses to parse any string as HTML. */
    private static String policy(String api) {
        Matcher origin = ORIGIN.matcher(api);
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https: data:; connect-src 'self'"
                + (origin.matches() ? " " + origin.group(1) : "")
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    }

    /** The files are beside the page in the repository, but below its path here. */
    private static byte[] readPage() {
        String page = new String(read("index.html"), StandardCharsets.UTF_8);
        return page.replace("=\"./", "=\"/shop/").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, ReadResponse> readFiles(ResponseFormat format) {
        Map<String, ReadResponse> files = new HashMap<>();
        for (String name : FILES) {
            String type = name.endsWith(".css") ? "text/css" : "text/javascript";
            files.put(name, format.of(type + "; charset=utf-8", read(name), Map.of()));
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
