package atelier.perf.result;

import java.util.SortedMap;

/**
 * The figures of one route. Percentiles are exact, by nearest rank, over all requests including failed ones.
 *
 * @param requests the number of finished requests
 * @param errors the number of failed ones among them
 * @param rate requests per second
 * @param typical the mean of the middle half of the latencies; finer than the log's whole milliseconds, see {@code Latencies.typical}
 * @param errorsByKind the number of errors by text
 */
public record Figures(
        long requests,
        long errors,
        double rate,
        double mean,
        double typical,
        int p50,
        int p90,
        int p95,
        int p99,
        int p999,
        int max,
        SortedMap<String, Long> errorsByKind) {

    /** Returns the share of failed requests, 0 to 1. */
    public double errorShare() {
        return requests == 0 ? 0 : (double) errors / requests;
    }
}
