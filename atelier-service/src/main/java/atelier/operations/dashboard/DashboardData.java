package atelier.operations.dashboard;

import atelier.operations.monitoring.BuildInformation;
import atelier.operations.monitoring.SlowRequests.SlowRequest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the page asks for every few seconds. Times of day are milliseconds since 1970, by this node's clock.
 *
 * @param samples those that the page does not have yet
 * @param windows the last minute and the last quarter of an hour, as far as the node has seen them
 */
record DashboardData(
        long now,
        int intervalSeconds,
        Node node,
        List<Interval> samples,
        List<Window> windows,
        List<SlowRequest> slowest,
        List<NodeParts.Statement> statements,
        List<NodeParts.Catalogue> catalogues) {
    private static final List<Integer> WINDOWS_MINUTES = List.of(1, 15);

    record Node(String version, String commit, String java, long started, long largestHeapBytes, int processors) {
        static Node of(BuildInformation build) {
            return new Node(
                    build.version(),
                    build.commit(),
                    build.java(),
                    build.started().toEpochMilli(),
                    Runtime.getRuntime().maxMemory(),
                    Runtime.getRuntime().availableProcessors());
        }
    }

    record Interval(
            long time, double seconds, Figures total, SortedMap<String, Figures> routes, Map<String, Double> node) {
        static Interval of(Sample sample) {
            List<Sample> only = List.of(sample);
            return new Interval(
                    sample.time(),
                    sample.seconds(),
                    Figures.of(only, series -> true),
                    Figures.byRoute(only),
                    sample.node());
        }
    }

    record Window(int minutes, Figures total, SortedMap<String, Figures> routes) {
        static Window of(int minutes, List<Sample> samples) {
            return new Window(minutes, Figures.of(samples, series -> true), Figures.byRoute(samples));
        }
    }

    /** @param since the time of the last sample that the page has */
    static DashboardData of(Node node, History history, long since, List<SlowRequest> slowest, NodeParts parts) {
        long now = System.currentTimeMillis();
        return new DashboardData(
                now,
                Sampler.INTERVAL_SECONDS,
                node,
                history.since(since).stream().map(Interval::of).toList(),
                WINDOWS_MINUTES.stream()
                        .map(minutes -> Window.of(minutes, history.since(now - minutes * 60_000L)))
                        .toList(),
                slowest,
                parts.statements(),
                parts.catalogues());
    }
}
