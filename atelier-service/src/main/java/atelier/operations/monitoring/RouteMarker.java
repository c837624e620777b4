package atelier.operations.monitoring;

import atelier.http.RequestAttributes;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.UriBuilder;

/** Stores the route's template in the request, for the request log and the metrics, which run outside Jersey. */
final class RouteMarker implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        // Jersey's own methods, for OPTIONS, belong to no route.
        if (resource.getResourceClass().isAnnotationPresent(Path.class)) {
            context.register(new Mark(template(resource)));
        }
    }

    private static String template(ResourceInfo resource) {
        UriBuilder template = UriBuilder.fromResource(resource.getResourceClass());
        if (resource.getResourceMethod().isAnnotationPresent(Path.class)) {
            template.path(resource.getResourceMethod());
        }
        return template.toTemplate();
    }

    private static final class Mark implements ContainerRequestFilter {
        private final String route;

        Mark(String route) {
            this.route = route;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            request.setProperty(RequestAttributes.ROUTE, route);
        }
    }
}
