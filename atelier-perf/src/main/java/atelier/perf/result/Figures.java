package atelier.perf.result;

import java.util.Map;
import java.util.SortedMap;

/**
 * The figures of one route. Latencies are milliseconds, from the moment a request was due. Percentiles are by nearest
 * rank, over all requests including failed ones.
 *
 * @param requests the number of finished requests
 * @param errors the number of failed ones among them
 * @param rate requests per second
 * @param typical the mean of the middle half of the latencies; see {@code Latencies.typical}
 * @param errorsByKind the number of errors by text
 */
public record Figures(
        long requests,
        long errors,
        double rate,
        double mean,
        double typical,
        double p50,
        double p90,
        double p95,
        double p99,
        double p999,
        double max,
        SortedMap<String, Long> errorsByKind) {

    /** The beginning of the error text for a read that does not show what the same visitor wrote before. */
    public static final String STALE = "stale: ";

    /** Returns the number of reads that did not show what the same visitor had written before. */
    public long stale() {
        return errorsByKind.entrySet().stream()
                .filter(kind -> kind.getKey().startsWith(STALE))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns the share of failed requests, 0 to 1. */
    public double errorShare() {
        return requests == 0 ? 0 : (double) errors / requests;
    }
}
