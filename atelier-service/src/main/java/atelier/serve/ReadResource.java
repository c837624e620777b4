package atelier.serve;

import atelier.http.RequestAttributes;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.glassfish.jersey.process.Inflector;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Resource;

/** The Jersey resource of a read route. It handles the requests that the fast path does not understand, such as faulty ones. */
public final class ReadResource implements Inflector<ContainerRequestContext, Response> {
    private final ReadRoute route;
    private final Timer timer;

    private ReadResource(ReadRoute route, MetricRegistry metrics) {
        this.route = route;
        this.timer = metrics.timer(route.timer());
    }

    /** Registers a resource for each route. */
    public static void register(List<ReadRoute> routes, Environment environment) {
        for (ReadRoute route : routes) {
            Resource.Builder resource = Resource.builder(route.template());
            resource.addMethod(HttpMethod.GET).handledBy(new ReadResource(route, environment.metrics()));
            environment.jersey().getResourceConfig().registerResources(resource.build());
        }
    }

    public ReadRoute route() {
        return route;
    }

    @Override
    public Response apply(ContainerRequestContext request) {
        request.setProperty(RequestAttributes.ROUTE, route.template());
        return timer.timeSupplier(
                () -> route.find(route.parse(request.getUriInfo())).join().toResponse((ContainerRequest) request));
    }
}
