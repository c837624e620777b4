package atelier.http;

import atelier.http.jetty.RequestBodies;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.glassfish.jersey.server.ServerProperties;

/** The rules that hold for every request: headers, errors, bodies, methods. */
public final class HttpRules {
    /** The methods that need a token. */
    public static final Set<String> WRITE_METHODS = Set.of("PATCH", "PUT", "POST", "DELETE");

    private static final List<HttpField> HEADERS = List.of(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            // JSON loads and runs nothing, even if a browser shows it as a page. HTML pages set their own policy.
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private final CrossOrigins origins;

    private HttpRules(CrossOrigins origins) {
        this.origins = origins;
    }

    /** Sets the headers of every response. */
    public void addTo(HttpFields request, HttpFields.Mutable response) {
        for (HttpField header : origins.headersFor(request)) {
            response.put(header);
        }
        for (HttpField header : HEADERS) {
            response.put(header);
        }
    }

    /** Sets the headers of every response. */
    void addTo(HttpServletRequest request, HttpServletResponse response) {
        for (HttpField header : origins.headersFor(request.getHeader("Origin"))) {
            response.setHeader(header.getName(), header.getValue());
        }
        HEADERS.forEach(header -> response.setHeader(header.getName(), header.getValue()));
    }

    /** Writes the response for an unexpected failure, and logs the cause once. */
    public static void writeError(Request request, Response response, Callback callback, Throwable cause) {
        request.setAttribute(RequestAttributes.CAUSE, cause);
        Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
    }

    CrossOrigins origins() {
        return origins;
    }

    /**
     * Installs the rules, and returns them for handlers that respond before any servlet filter.
     *
     * @param writable whether requests may write
     * @param adminHeaders sets the headers of errors on the admin port
     */
    public static HttpRules install(
            HttpSettings settings,
            boolean writable,
            Consumer<HttpFields.Mutable> adminHeaders,
            Configuration configuration,
            Environment environment) {
        HttpRules rules = new HttpRules(settings.origins());
        AbstractServerFactory server = (AbstractServerFactory) configuration.getServerFactory();
        // Dropwizard's mappers write errors in other shapes.
        server.setRegisterDefaultExceptionMappers(false);
        // Responses are cached in compressed form; this filter would compress each one again for every client.
        server.getGzipFilterFactory().setEnabled(false);

        environment.jersey().register(new ErrorMapper());
        environment.jersey().register(new IgnoredHeadersFilter());
        environment.jersey().register(new OptionsFilter());
        environment.jersey().getResourceConfig().addProperties(Map.of(ServerProperties.WADL_FEATURE_DISABLE, true));
        addFilter("cross-origin", new CrossOriginFilter(rules, writable), environment);
        addFilter("methods", new MethodFilter(writable), environment);

        environment.getApplicationContext().insertHandler(new LoggedRequests());
        environment.getApplicationContext().insertHandler(new RequestBodies(settings));

        JsonErrorHandler errors = new JsonErrorHandler(environment.getObjectMapper(), rules, adminHeaders);
        environment.getApplicationContext().setErrorHandler(errors);
        environment.lifecycle().addServerLifecycleListener(running -> running.setErrorHandler(errors));
        return rules;
    }

    private static void addFilter(String name, Filter filter, Environment environment) {
        environment
                .servlets()
                .addFilter(name, filter)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
}
