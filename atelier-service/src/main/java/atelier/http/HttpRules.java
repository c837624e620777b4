package atelier.http;

import atelier.http.jetty.RequestBodies;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.glassfish.jersey.server.ServerProperties;

/** The rules that hold for every request: headers, errors, bodies, methods. */
public final class HttpRules {
    /** The methods of reads, as {@code Allow} lists them. */
    public static final String READ_METHODS = "GET, HEAD, OPTIONS";

    /** The methods that need a token, unless an {@link EarlyHandler} takes the request. */
    public static final Set<String> WRITE_METHODS = Set.of("PATCH", "PUT", "POST", "DELETE");

    private static final List<HttpField> HEADERS = List.of(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            // JSON loads and runs nothing, even if a browser shows it as a page. HTML pages set their own policy.
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private final CrossOrigins origins;

    private final ObjectMapper json;

    private HttpRules(CrossOrigins origins, ObjectMapper json) {
        this.origins = origins;
        this.json = json;
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

    /** Writes an error response for a client's mistake, with more headers. */
    public void refuse(
            Request request, Response response, Callback callback, int status, String message, HttpField... headers) {
        addTo(request.getHeaders(), response.getHeaders());
        for (HttpField header : headers) {
            response.getHeaders().put(header);
        }
        response.setStatus(status);
        writeError(response, callback, new ErrorBody(status, message), false);
    }

    /** Writes the body of an error, and the headers that describe it. */
    void writeError(Response response, Callback callback, ErrorBody error, boolean isHead) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] body;
        try {
            body = json.writeValueAsBytes(error);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        // Jetty removes the body of a response to HEAD, but not if it could not read the whole request.
        response.write(true, ByteBuffer.wrap(isHead ? new byte[0] : body), callback);
    }

    /** Returns the value of {@code Allow}: that of {@link RequestAttributes#ALLOWED}, or the methods of reads. */
    static String allowed(HttpServletRequest request) {
        return Objects.requireNonNullElse((String) request.getAttribute(RequestAttributes.ALLOWED), READ_METHODS);
    }

    /** Returns the methods in a value of {@code Allow}. */
    static Set<String> methods(String allowed) {
        return Set.of(allowed.split(", "));
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
        HttpRules rules = new HttpRules(settings.origins(), environment.getObjectMapper());
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

        JsonErrorHandler errors = new JsonErrorHandler(rules, adminHeaders);
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
