package atelier.perf.result;

import java.util.SortedMap;

/**
 * The answers to one kind of request. Percentiles are exact, by nearest rank, over all requests, failed ones too.
 *
 * @param requests how many were answered or given up
 * @param errors how many of them failed
 * @param rate requests per second
 * @param typical mean of the middle half of the latencies; finer than the log's whole milliseconds, see {@code Latencies.typical}
 * @param errorsByKind how often each kind of error was met, by its text
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

    /** Failed requests as a share of all, 0 to 1. */
    public double errorShare() {
        return requests == 0 ? 0 : (double) errors / requests;
    }
}
