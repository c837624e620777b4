package atelier.operations.dashboard;

import atelier.operations.monitoring.BuildInformation;
import atelier.operations.monitoring.SlowRequests.SlowRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The data that the page requests at each interval. Times of day are milliseconds since 1970, by this node's clock.
 *
 * @param samples the samples that are new to the page
 * @param windows the last minute and the last 15 minutes, or less if the node started later
 */
record DashboardData(
        long now,
        Node node,
        List<Interval> samples,
        List<Window> windows,
        List<SlowRequest> slowest,
        List<NodeMetrics.Statement> statements,
        List<NodeMetrics.Catalogue> catalogues) {
    private static final List<Integer> WINDOWS_MINUTES = List.of(1, 15);

    record Node(
            String version,
            String commit,
            String java,
            long started,
            long largestHeapBytes,
            int processors,
            long intervalMilliseconds) {
        static Node of(BuildInformation build, Duration interval) {
            return new Node(
                    build.version(),
                    build.commit(),
                    build.java(),
                    build.started().toEpochMilli(),
                    Runtime.getRuntime().maxMemory(),
                    Runtime.getRuntime().availableProcessors(),
                    interval.toMillis());
        }
    }

    record Interval(
            long time,
            double seconds,
            RequestStatistics total,
            SortedMap<String, RequestStatistics> routes,
            Map<String, Double> node) {
        static Interval of(Sample sample) {
            List<Sample> only = List.of(sample);
            return new Interval(
                    sample.time(),
                    sample.seconds(),
                    RequestStatistics.of(only, series -> true),
                    RequestStatistics.byRoute(only),
                    sample.node());
        }
    }

    record Window(int minutes, RequestStatistics total, SortedMap<String, RequestStatistics> routes) {
        static Window of(int minutes, List<Sample> samples) {
            return new Window(
                    minutes, RequestStatistics.of(samples, series -> true), RequestStatistics.byRoute(samples));
        }
    }

    /** @param since the time of the newest sample that the page has */
    static DashboardData of(Node node, History history, long since, List<SlowRequest> slowest, NodeMetrics metrics) {
        long now = System.currentTimeMillis();
        return new DashboardData(
                now,
                node,
                history.since(since).stream().map(Interval::of).toList(),
                WINDOWS_MINUTES.stream()
                        .map(minutes -> Window.of(minutes, history.since(now - minutes * 60_000L)))
                        .toList(),
                slowest,
                metrics.statements(),
                metrics.catalogues());
    }
}
