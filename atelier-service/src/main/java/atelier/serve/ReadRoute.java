package atelier.serve;

import atelier.http.WholeNumbers;
import com.codahale.metrics.MetricRegistry;
import jakarta.ws.rs.BadRequestException;
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

    /** Numbers with at most this many digits fit into an int. */
    private static final int MOST_DIGITS = 9;

    private final String template;
    private final List<Parameter> parameters;
    private final Lookup lookup;
    private final @Nullable String listed;
    /** The text of the template before, between and after its variables. */
    private final String[] literals;
    /** The first parameters are the variables of the template; the others are query parameters. */
    private final int variables;

    /** Finds the response for the values of the parameters, in the order of their declaration. */
    @FunctionalInterface
    public interface Lookup {
        CompletableFuture<ReadResponse> find(long[] values);
    }

    /**
     * A whole number in the path or in the query.
     *
     * @param otherwise the value of a query parameter that is missing or empty
     * @param highest the largest allowed value; the smallest is 1
     */
    public record Parameter(String name, long otherwise, long highest) {
        /** Returns a variable of the path. */
        public static Parameter id(String name) {
            return new Parameter(name, 0, Integer.MAX_VALUE);
        }
    }

    private ReadRoute(String template, List<Parameter> parameters, @Nullable String listed, Lookup lookup) {
        this.template = template;
        this.parameters = parameters;
        this.listed = listed;
        this.lookup = lookup;
        this.literals = VARIABLE.split(template, -1);
        this.variables = literals.length - 1;
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
        return new ReadRoute(template, List.of(new Parameter("page", 1, Long.MAX_VALUE), count), listed, lookup);
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

    /** Returns whether the route has this one variable and no other. */
    public boolean takes(String variable) {
        return variables == 1 && parameters.get(0).name.equals(variable);
    }

    /** Returns the template with the defaults of the query parameters. */
    public String example() {
        return template
                + parameters.stream()
                        .skip(variables)
                        .map(parameter -> parameter.name + "=" + parameter.otherwise)
                        .collect(Collectors.joining("&", variables == parameters.size() ? "" : "?", ""));
    }

    /** Returns the URL of a page of this list, with at most this many objects. */
    public String pageUrl(int page, int count) {
        return template + "?page=" + page + "&count=" + Math.min(count, parameters.get(1).highest);
    }

    /** Returns the URL for a value of the only variable. */
    public String idUrl(String id) {
        return literals[0] + id + literals[1];
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
     * @throws BadRequestException naming the parameter that is not a whole number in its range
     */
    long[] parse(UriInfo uri) {
        return IntStream.range(0, parameters.size())
                .mapToLong(i -> {
                    Parameter parameter = parameters.get(i);
                    String text = (i < variables ? uri.getPathParameters() : uri.getQueryParameters())
                            .getFirst(parameter.name);
                    return WholeNumbers.parameter(parameter.name, text, parameter.otherwise, parameter.highest);
                })
                .toArray();
    }

    /**
     * Returns the values of the parameters in a canonical URL of this route, which needs no decoding. Null leaves the request to Jersey: the
     * URL belongs to another route, or a parameter is written in an unusual way, unknown, or out of range.
     */
    long @Nullable [] match(String path, @Nullable String query) {
        if (!path.startsWith(literals[0]) || !path.endsWith(literals[variables])) {
            return null;
        }
        long[] values = new long[parameters.size()];
        int at = literals[0].length();
        for (int i = 0; i < variables; i++) {
            int end = endOfDigits(path, at);
            values[i] = number(path, at, end);
            if (values[i] == 0 || !path.startsWith(literals[i + 1], end)) {
                return null;
            }
            at = end + literals[i + 1].length();
        }
        return at == path.length() && (query == null || matchQuery(query, values)) ? withDefaults(values) : null;
    }

    /** The parameters may come in any order, each at most once. */
    private boolean matchQuery(String query, long[] values) {
        int at = 0;
        while (at <= query.length()) {
            int i = parameterAt(query, at);
            if (i < 0 || values[i] != 0) {
                return false;
            }
            int start = at + parameters.get(i).name.length() + 1;
            int end = endOfDigits(query, start);
            values[i] = number(query, start, end);
            boolean ends = end == query.length() || query.charAt(end) == '&';
            if (!ends || values[i] == 0 || values[i] > parameters.get(i).highest) {
                return false;
            }
            at = end + 1;
        }
        return true;
    }

    private int parameterAt(String query, int at) {
        for (int i = variables; i < parameters.size(); i++) {
            String name = parameters.get(i).name;
            int end = at + name.length();
            if (query.startsWith(name, at) && end < query.length() && query.charAt(end) == '=') {
                return i;
            }
        }
        return -1;
    }

    private long[] withDefaults(long[] values) {
        for (int i = variables; i < values.length; i++) {
            values[i] = values[i] == 0 ? parameters.get(i).otherwise : values[i];
        }
        return values;
    }

    private static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** Returns 0 for a text that is empty, has a leading zero, or is too long. */
    private static long number(String digits, int start, int end) {
        boolean isNumber = start < end && end - start <= MOST_DIGITS && digits.charAt(start) != '0';
        return isNumber ? Integer.parseInt(digits, start, end, 10) : 0;
    }
}
