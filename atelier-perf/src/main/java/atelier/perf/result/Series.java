package atelier.perf.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measured window second by second; all lists have one entry for each second.
 *
 * @param target planned requests in the second
 * @param requests sent requests
 * @param errors failed requests among them
 * @param p50 the median latency; null in a second without requests
 */
public record Series(
        List<Double> target,
        List<Integer> requests,
        List<Integer> errors,
        List<@Nullable Double> p50,
        List<@Nullable Double> p95,
        List<@Nullable Double> p99) {}
