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
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.glassfish.jersey.server.ServerProperties;

/** Puts the rules that hold for every route in place. */
public final class HttpRules {
    /** The attribute of a request that holds the template of its route, for those who see the request only from outside. */
    public static final String ROUTE = "atelier.route";

    /** The attribute of a request that holds the id by which it is found in every log. */
    public static final String REQUEST_ID = "atelier.request-id";

    /** The attribute of a request that may change something, as somebody in front has found; all others that would are refused. */
    public static final String CHANGE = "atelier.change";

    /** The attribute of a request whose body is wanted; when it is handled, it holds the bytes. */
    public static final String BODY = "atelier.body";

    private static final List<HttpField> HEADERS = List.of(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            // Data loads and runs nothing, should a browser ever show it as a page; what is a page sets a policy of its
            // own.
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private final CrossOrigins origins;

    private HttpRules(CrossOrigins origins) {
        this.origins = origins;
    }

    /** Sets the headers that every answer has. */
    public void addTo(HttpFields request, HttpFields.Mutable answer) {
        for (HttpField header : origins.headersFor(request)) {
            answer.put(header);
        }
        for (HttpField header : HEADERS) {
            answer.put(header);
        }
    }

    /** Sets the same headers. */
    void addTo(HttpServletRequest request, HttpServletResponse answer) {
        for (HttpField header : origins.headersFor(request.getHeader("Origin"))) {
            answer.setHeader(header.getName(), header.getValue());
        }
        HEADERS.forEach(header -> answer.setHeader(header.getName(), header.getValue()));
    }

    /** Answers with what kept a request from its answer. Jetty, if it knew the cause, would log it once more and without the id. */
    public static void writeError(Request request, Response response, Callback callback, Throwable cause) {
        request.setAttribute(JsonErrorHandler.CAUSE, cause);
        Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
    }

    CrossOrigins origins() {
        return origins;
    }

    /** Installs it, and returns it for those who answer before any filter. */
    public static HttpRules install(HttpSettings settings, Configuration configuration, Environment environment) {
        HttpRules contract = new HttpRules(settings.origins());
        AbstractServerFactory server = (AbstractServerFactory) configuration.getServerFactory();
        // Dropwizard's mappers write other shapes.
        server.setRegisterDefaultExceptionMappers(false);
        // An answer keeps its compressed form; this would compress it anew for every client.
        server.getGzipFilterFactory().setEnabled(false);

        environment.jersey().register(new ErrorMapper());
        environment.jersey().register(new IgnoredHeadersFilter());
        environment.jersey().getResourceConfig().addProperties(Map.of(ServerProperties.WADL_FEATURE_DISABLE, true));
        addFilter("cross-origin", new CrossOriginFilter(contract), environment);
        addFilter("read-only", new ReadOnlyFilter(), environment);

        environment.getApplicationContext().insertHandler(new LoggedRequests());
        environment.getApplicationContext().insertHandler(new RequestBodies(settings));

        JsonErrorHandler errors = new JsonErrorHandler(environment.getObjectMapper(), contract);
        environment.getApplicationContext().setErrorHandler(errors);
        environment.lifecycle().addServerLifecycleListener(running -> running.setErrorHandler(errors));
        return contract;
    }

    private static void addFilter(String name, Filter filter, Environment environment) {
        environment
                .servlets()
                .addFilter(name, filter)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
}
