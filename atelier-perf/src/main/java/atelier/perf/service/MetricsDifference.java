package atelier.perf.service;

import atelier.perf.result.ServerFigures;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Computes a node's figures for the measured window from its Dropwizard metrics before and after it.
 *
 * <p>The patterns do not depend on names of the service's classes, which may change.
 *
 * <p>A timer's mean is not exactly the window's, because Dropwizard keeps no sums. It is the mean of a decaying sample, in which a
 * request's weight halves every 46 seconds, read after the window.
 */
final class MetricsDifference {
    private static final Pattern RESPONSES = Pattern.compile(".*\\.([2-5]xx|\\d{3})-responses");
    /** Matches the timer of a route, a statement, a resource's method or an operation, and none of Jetty or Jersey. */
    private static final Pattern TIMER = Pattern.compile(
            "(?:atelier\\.(?:\\w+\\.)*|\\w+_duration_seconds\\.)(/.*|[A-Z]\\w*\\.\\w+)|(\\w+)_duration_seconds");

    private static final String POOL = ".*DataSource\\..*";
    private static final double MEGABYTE = 1_000_000;

    private final JsonNode before;
    private final JsonNode after;
    private final SortedMap<String, Double> figures = new TreeMap<>();

    MetricsDifference(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    SortedMap<String, Double> figures() {
        requests();
        timers();
        growth("GC count", "gauges", "jvm\\.gc\\..*\\.count");
        growth("GC ms", "gauges", "jvm\\.gc\\..*\\.time");
        level("heap MB before", before, "jvm\\.memory\\.heap\\.used", MEGABYTE);
        level("heap MB after", after, "jvm\\.memory\\.heap\\.used", MEGABYTE);
        level("heap MB at most", after, "jvm\\.memory\\.heap\\.max", MEGABYTE);
        level("threads after", after, "jvm\\.threads\\.count", 1);
        growth("pool borrowed", "gauges", POOL + "borrowed");
        level("pool active after", after, POOL + "active", 1);
        level("pool waiting after", after, POOL + "waiting", 1);
        level("pool size after", after, POOL + "size", 1);
        growth("log warnings", "meters", ".*Appender\\.warn");
        growth("log errors", "meters", ".*Appender\\.error");
        cache();
        processor();
        return figures;
    }

    private void requests() {
        growth(ServerFigures.REQUESTS, "timers", ".*ContextHandler\\.requests");
        for (String name : names("meters")) {
            Matcher responses = RESPONSES.matcher(name);
            if (responses.matches()) {
                growth("responses " + responses.group(1), "meters", Pattern.quote(name));
            }
        }
    }

    private void timers() {
        for (String name : names("timers")) {
            Matcher match = TIMER.matcher(name);
            double count = growth("timers", Pattern.quote(name)).orElse(0);
            if (match.matches() && count > 0) {
                String timed = match.group(1) == null ? match.group(2) : match.group(1);
                JsonNode timer = after.path("timers").path(name);
                figures.put(timed + " count", count);
                figures.put(timed + " mean ms", timer.path("mean").asDouble() * milliseconds(timer));
            }
        }
    }

    private void cache() {
        growth("cache hits", "gauges", "response_cache_requests\\.hits");
        growth("cache misses", "gauges", "response_cache_requests\\.misses");
        growth("cache evictions", "gauges", "response_cache_evictions");
        double hits = figures.getOrDefault("cache hits", 0.0);
        double all = hits + figures.getOrDefault("cache misses", 0.0);
        if (all > 0) {
            figures.put("cache hit ratio", hits / all);
        }
    }

    /** Processor time of the service alone: its database is another process. */
    private void processor() {
        OptionalDouble nanoseconds = growth("gauges", "jvm\\.cpu\\.nanoseconds");
        if (nanoseconds.isEmpty()) {
            return;
        }
        figures.put(ServerFigures.PROCESSOR_MILLIS, nanoseconds.getAsDouble() / 1e6);
        double milliseconds = growth("gauges", "jvm\\.attribute\\.uptime").orElse(0);
        if (milliseconds > 0) {
            figures.put("CPU cores", nanoseconds.getAsDouble() / 1e6 / milliseconds);
        }
    }

    private void growth(String figure, String section, String pattern) {
        growth(section, pattern).ifPresent(value -> figures.put(figure, value));
    }

    private void level(String figure, JsonNode metrics, String pattern, double unit) {
        sum(metrics, "gauges", pattern).ifPresent(value -> figures.put(figure, value / unit));
    }

    /** Returns the growth of the metrics whose name matches; a metric that did not exist before counts from 0. */
    private OptionalDouble growth(String section, String pattern) {
        double start = sum(before, section, pattern).orElse(0);
        OptionalDouble end = sum(after, section, pattern);
        return end.isPresent() ? OptionalDouble.of(end.getAsDouble() - start) : end;
    }

    private static OptionalDouble sum(JsonNode metrics, String section, String pattern) {
        List<JsonNode> values = entries(metrics.path(section))
                .filter(name -> name.matches(pattern))
                .map(name -> metrics.path(section).path(name).path(section.equals("gauges") ? "value" : "count"))
                .filter(JsonNode::isNumber)
                .toList();
        return values.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        values.stream().mapToDouble(JsonNode::asDouble).sum());
    }

    private List<String> names(String section) {
        return entries(after.path(section)).toList();
    }

    private static Stream<String> entries(JsonNode section) {
        Iterable<String> names = section::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }

    private static double milliseconds(JsonNode timer) {
        String unit = timer.path("duration_units").asText().toUpperCase(Locale.ROOT);
        return Stream.of(TimeUnit.values())
                .filter(known -> known.name().equals(unit))
                .mapToDouble(known -> known.toNanos(1) / 1e6)
                .findFirst()
                .orElse(1000);
    }
}
