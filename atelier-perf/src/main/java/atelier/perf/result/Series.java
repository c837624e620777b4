package atelier.perf.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measured window second by second; all lists have one entry for each second.
 *
 * @param target requests that were to be started in that second
 * @param requests requests that were started in it
 * @param errors those of them that failed
 * @param p50 median latency of those that were started in it; null in a second without any
 */
public record Series(
        List<Double> target,
        List<Integer> requests,
        List<Integer> errors,
        List<@Nullable Integer> p50,
        List<@Nullable Integer> p95,
        List<@Nullable Integer> p99) {}
