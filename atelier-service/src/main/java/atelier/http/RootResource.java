package atelier.http;

import com.codahale.metrics.annotation.Timed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
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

    record Description(String description, List<String> routes, String documentation) {}

    @GET
    @Timed
    @Produces(MediaType.APPLICATION_JSON)
    public Description describe() {
        return DESCRIPTION;
    }

    /** Returns the page that the repository holds as docs/api.md. */
    @GET
    @Path(DOCUMENTATION)
    @Timed
    @Produces("text/plain; charset=utf-8")
    public InputStream documentation() {
        InputStream page = RootResource.class.getResourceAsStream(DOCUMENTATION);
        if (page == null) {
            throw new NotFoundException("This build has no " + DOCUMENTATION);
        }
        return page;
    }
}
