package atelier.perf.result;

import java.util.List;

/**
 * A run beside its baseline.
 *
 * @param baselineRuns how many runs the baseline has
 * @param routes one entry per route, and one named {@code all}
 */
public record Comparison(int baselineRuns, List<Route> routes) {

    /**
     * One route beside its baseline.
     *
     * @param baseline median of the baseline runs' typical latency
     * @param current the typical latency now; that of the faster attempt after a rerun
     * @param ratio current / baseline
     * @param chance how often one run without any change would look this slow, 0 to 1
     * @param slower whether ratio, floor and chance all say that it got slower
     */
    public record Route(String route, double baseline, double current, double ratio, double chance, boolean slower) {}
}
