package atelier.serve;

import com.codahale.metrics.MetricRegistry;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A GET route, declared once. The fast path, Jersey, the warm-up, {@code GET /}, the metrics and the test of the OpenAPI document read
 * this declaration.
 */
public final class ReadRoute {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final String template;
    private final List<Parameter> parameters;
    private final Lookup lookup;
    private final @Nullable String listed;
    /** The first parameters are the variables of the template; the others are query parameters. */
    private final int variables;

    private final UrlPattern url;

    /** Finds the response for the values of the parameters, in the order of their declaration. */
    @FunctionalInterface
    public interface Lookup {
        CompletableFuture<ReadResponse> find(long[] values);
    }

    private ReadRoute(String template, List<Parameter> parameters, @Nullable String listed, Lookup lookup) {
        this.template = template;
        this.parameters = parameters;
        this.listed = listed;
        this.lookup = lookup;
        String[] literals = VARIABLE.split(template, -1);
        this.variables = literals.length - 1;
        this.url = new UrlPattern(literals, parameters);
        List<String> names =
                parameters.stream().map(Parameter::name).limit(variables).toList();
        if (!VARIABLE.matcher(template)
                .results()
                .map(found -> found.group(1))
                .toList()
                .equals(names)) {
            throw new IllegalArgumentException("The parameters of " + template + " must begin with its variables");
        }
    }

    /**
     * Declares a route.
     *
     * @param template the path, with variables in braces
     * @param parameters the variables of the template in their order, then the query parameters
     */
    public static ReadRoute of(String template, List<Parameter> parameters, Lookup lookup) {
        return new ReadRoute(template, parameters, null, lookup);
    }

    /**
     * Declares a route that returns a JSON array of objects with an {@code id}, page by page.
     *
     * @param listed the variable of other routes that takes these ids
     * @param count the default and the largest number of objects on a page
     */
    public static ReadRoute list(String listed, String template, Parameter count, Lookup lookup) {
        return new ReadRoute(template, List.of(Parameter.page(), count), listed, lookup);
    }

    public String template() {
        return template;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** Returns the variable of other routes that takes the ids of this list; null if this route is no list. */
    public @Nullable String listed() {
        return listed;
    }

    /** Returns the names of the parameters that a URL must have. */
    public List<String> needed() {
        return parameters.stream()
                .filter(Parameter::isNeeded)
                .map(Parameter::name)
                .toList();
    }

    /** Returns the template with the defaults of the query parameters. */
    public String example() {
        return template
                + parameters.stream()
                        .skip(variables)
                        .map(parameter -> parameter.name() + "=" + parameter.example())
                        .collect(Collectors.joining("&", variables == parameters.size() ? "" : "?", ""));
    }

    /** Returns the URL of a page of this list, with at most this many objects. */
    public String pageUrl(int page, int count) {
        return template + "?page=" + page + "&count="
                + Math.min(count, parameters.get(1).highest());
    }

    /** Returns the URL for a value of the only parameter that is needed. */
    public String idUrl(String id) {
        return VARIABLE.matcher(example()).replaceFirst(id);
    }

    /** Returns the name of the timer of this route. */
    String timer() {
        return MetricRegistry.name(ReadRoute.class, template);
    }

    /** Finds the response for the values of the parameters, in the order of their declaration. */
    public CompletableFuture<ReadResponse> find(long[] values) {
        return lookup.find(values);
    }

    /**
     * Returns the values of the parameters in any URL of this route, as Jersey has decoded them.
     *
     * @throws ClientErrorException for the parameter that has none
     */
    long[] parse(UriInfo uri) {
        return IntStream.range(0, parameters.size())
                .mapToLong(i -> parameters
                        .get(i)
                        .parse((i < variables ? uri.getPathParameters() : uri.getQueryParameters())
                                .getFirst(parameters.get(i).name())))
                .toArray();
    }

    /**
     * Returns the values of the parameters in a URL of this route whose numbers need no decoding. Null leaves the request to Jersey: the URL
     * belongs to another route, or a parameter is written in an unusual way or out of range.
     */
    long @Nullable [] match(String path, @Nullable String query) {
        return url.match(path, query);
    }
}
