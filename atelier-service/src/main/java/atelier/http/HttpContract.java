package atelier.http;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.Map;
import org.glassfish.jersey.server.ServerProperties;

/** Puts the rules that hold for every route in place. */
public final class HttpContract {
    private HttpContract() {}

    public static void install(HttpSettings settings, Configuration configuration, Environment environment) {
        AbstractServerFactory server = (AbstractServerFactory) configuration.getServerFactory();
        // Dropwizard's mappers write other shapes.
        server.setRegisterDefaultExceptionMappers(false);
        // An answer keeps its compressed form; this would compress it anew for every client.
        server.getGzipFilterFactory().setEnabled(false);

        environment.jersey().register(new ErrorMapper());
        environment.jersey().register(new LegacyRequestFilter());
        environment.jersey().getResourceConfig().addProperties(Map.of(ServerProperties.WADL_FEATURE_DISABLE, true));
        addFilter("cross-origin", new CrossOriginFilter(), environment);
        addFilter("read-only", new ReadOnlyFilter(), environment);

        environment.getApplicationContext().insertHandler(new BodyDiscarder(settings));

        JsonErrorHandler errors = new JsonErrorHandler(environment.getObjectMapper());
        environment.getApplicationContext().setErrorHandler(errors);
        environment.lifecycle().addServerLifecycleListener(running -> running.setErrorHandler(errors));
    }

    private static void addFilter(String name, Filter filter, Environment environment) {
        environment
                .servlets()
                .addFilter(name, filter)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
}
