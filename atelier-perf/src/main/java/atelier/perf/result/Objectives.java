package atelier.perf.result;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a run of one profile has to keep, from {@code slo.yml}.
 *
 * @param minRate requests per second that must be answered well; null if none are asked for
 * @param routes limits by route, {@link #ALL} for all of them together
 */
public record Objectives(@Nullable Double minRate, SortedMap<String, Limit> routes) {
    /** The name of all routes together. */
    public static final String ALL = "all";

    /**
     * The limits of one route; null where there is none.
     *
     * @param p95 milliseconds
     * @param p99 milliseconds
     * @param errors percent of the requests
     */
    public record Limit(
            @Nullable Integer p95,
            @Nullable Integer p99,
            @Nullable Double errors) {}

    /** In a file the limits of the routes may be left out. */
    @SuppressWarnings("NullAway")
    public Objectives {
        routes = routes == null ? new TreeMap<>() : routes;
    }
}
