package atelier.operations.dashboard;

import atelier.operations.dashboard.Sample.Series;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a set of requests. Durations are in milliseconds, and null if there are no requests.
 *
 * @param longest the upper bound of the slowest request's bucket, at most 4.4 % more than its duration
 */
record RequestStatistics(
        long requests,
        double perSecond,
        SortedMap<String, Long> statuses,
        @Nullable Double p50,
        @Nullable Double p95,
        @Nullable Double p99,
        @Nullable Double longest) {
    /** Returns the statistics of the requests in all series that match. */
    static RequestStatistics of(Collection<Sample> samples, Predicate<Series> which) {
        SortedMap<String, Long> statuses = new TreeMap<>();
        List<Durations> parts = samples.stream()
                .flatMap(sample -> sample.requests().entrySet().stream())
                .filter(entry -> which.test(entry.getKey()))
                .peek(entry ->
                        statuses.merge(entry.getKey().status(), entry.getValue().count(), Long::sum))
                .map(Map.Entry::getValue)
                .toList();
        Durations durations = Durations.sum(parts);
        double seconds = samples.stream().mapToDouble(Sample::seconds).sum();
        return new RequestStatistics(
                durations.count(),
                seconds == 0 ? 0 : round(durations.count() / seconds),
                statuses,
                within(durations, 0.5),
                within(durations, 0.95),
                within(durations, 0.99),
                within(durations, 1));
    }

    /** Returns the statistics by route. */
    static SortedMap<String, RequestStatistics> byRoute(Collection<Sample> samples) {
        SortedMap<String, RequestStatistics> routes = new TreeMap<>();
        samples.stream()
                .flatMap(sample -> sample.requests().keySet().stream())
                .map(Series::route)
                .distinct()
                .forEach(route ->
                        routes.put(route, of(samples, series -> series.route().equals(route))));
        return routes;
    }

    private static @Nullable Double within(Durations durations, double share) {
        return durations.count() == 0 ? null : (Double) round(durations.milliseconds(share));
    }

    private static double round(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
