package atelier.picture;

import atelier.apidocs.OpenApiPart;
import atelier.serve.CacheSettings;
import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import com.codahale.metrics.annotation.Timed;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Suppliers;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pictures of generated products. Frontends show them like photos. */
@Path("/pictures")
public final class PictureResource {
    private static final String EXTENSION = ".svg";

    private static final int DEFAULT_WIDTH = 800;
    private static final int SMALLEST_WIDTH = 16;
    private static final int LARGEST_WIDTH = 2_000;

    /** A longer number cannot be within the limits, and might not fit into an int. */
    private static final int MOST_DIGITS = 9;

    /** A picture changes only with a new version of the service. */
    private static final CacheSettings CACHING =
            new CacheSettings(DataSize.bytes(0), Duration.days(30), Duration.days(1));

    /** A browser that shows a picture as a page runs nothing and loads nothing. */
    private static final Map<String, String> POLICY =
            Map.of("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");

    private final Supplier<Drawings> drawings = Suppliers.memoize(Drawings::new);
    private final ResponseFormat format;

    public PictureResource(ObjectMapper json) {
        this.format = new ResponseFormat(CACHING, json);
    }

    /** Returns the route's part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(PictureResource.class, Map.of());
    }

    /**
     * Returns a picture.
     *
     * @param width the width in pixels; a number out of range means the nearest in range, anything else the default
     */
    @GET
    @Path("/{picture_name}")
    @Timed
    public Response picture(
            @PathParam("picture_name") String name,
            @QueryParam("w") @Nullable String width,
            @Context HttpHeaders request) {
        if (!name.endsWith(EXTENSION)) {
            throw new NotFoundException();
        }
        byte[] svg = drawings.get()
                .draw(name.substring(0, name.length() - EXTENSION.length()), pixels(width))
                .orElseThrow(NotFoundException::new);
        ReadResponse response = format.of("image/svg+xml", svg, POLICY);
        return response.toResponse(request);
    }

    private static int pixels(@Nullable String width) {
        if (width == null || width.isEmpty() || !width.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return DEFAULT_WIDTH;
        }
        if (width.length() > MOST_DIGITS) {
            return LARGEST_WIDTH;
        }
        return Math.max(SMALLEST_WIDTH, Math.min(LARGEST_WIDTH, Integer.parseInt(width)));
    }
}
