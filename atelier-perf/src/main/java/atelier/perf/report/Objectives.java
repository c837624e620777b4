package atelier.perf.report;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits that the page shows beside the figures; it shows them and judges nothing by them.
 *
 * @param minimumRate requests per second that have to be achieved; null if there is no such limit
 * @param routes limits by route, {@code all} for those of the whole run; a route without limits is left out
 */
public record Objectives(@Nullable Double minimumRate, SortedMap<String, Limits> routes) {

    /**
     * The limits of one route; null for what is not limited.
     *
     * @param p95 milliseconds
     * @param p99 milliseconds
     * @param errorShare failed requests as a share of all, 0 to 1
     */
    public record Limits(
            @Nullable Integer p95,
            @Nullable Integer p99,
            @Nullable Double errorShare) {}
}
