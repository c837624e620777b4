package atelier.perf.result;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits for runs of one profile, from {@code slo.yml}.
 *
 * @param minRate the minimum of successful requests per second; null for none
 * @param routes limits by route, {@link #ALL} for all routes together
 */
public record Objectives(@Nullable Double minRate, SortedMap<String, Limit> routes) {
    /** The name of all routes together. */
    public static final String ALL = "all";

    /**
     * The limits of one route; null for none.
     *
     * @param p95 milliseconds
     * @param p99 milliseconds
     * @param p999 milliseconds, of 999 requests in a thousand
     * @param errors percent of the requests
     */
    public record Limit(
            @Nullable Integer p95,
            @Nullable Integer p99,
            @Nullable Integer p999,
            @Nullable Double errors) {}

    /** Returns the limits of all routes together, and of some routes. */
    public Objectives within(Set<String> names) {
        SortedMap<String, Limit> requested = new TreeMap<>(routes);
        requested.keySet().removeIf(route -> !route.equals(ALL) && !names.contains(route));
        return new Objectives(minRate, requested);
    }

    /** The file may leave out the routes. */
    @SuppressWarnings("NullAway")
    public Objectives {
        routes = routes == null ? new TreeMap<>() : routes;
    }
}
