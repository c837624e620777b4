package atelier.operations.dashboard;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a node has several of. They are read only when somebody looks, because their names have to be searched for. */
record NodeParts(MetricRegistry metrics) {
    private static final Pattern STATEMENT = Pattern.compile("atelier\\.\\w+\\.(\\w+Dao\\.\\w+)");
    private static final Pattern CATALOGUE = Pattern.compile("atelier\\.cache\\.CatalogueWatch\\.(.+)\\.imported");

    /** Times in milliseconds, of a sample of all calls; the longest is that of the sample too. */
    record Statement(String name, long calls, double p50, double p99, double longest) {}

    /** @param imported in milliseconds since 1970; 0 until the node has seen one */
    record Catalogue(String server, long imported, boolean inSight) {}

    List<Statement> statements() {
        return named(STATEMENT)
                .map(matcher -> statement(matcher.group(1), metrics.timer(matcher.group())))
                .toList();
    }

    private static Statement statement(String name, Timer timer) {
        Snapshot sample = timer.getSnapshot();
        return new Statement(
                name,
                timer.getCount(),
                sample.getMedian() / 1e6,
                sample.get99thPercentile() / 1e6,
                sample.getMax() / 1e6);
    }

    List<Catalogue> catalogues() {
        return named(CATALOGUE)
                .map(matcher -> new Catalogue(
                        matcher.group(1),
                        Math.round(1_000 * number(matcher.group())),
                        number(matcher.group().replaceFirst("imported$", "in-sight")) == 1))
                .toList();
    }

    private double number(String name) {
        Metric metric = metrics.getMetrics().get(name);
        return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number ? number.doubleValue() : 0;
    }

    private Stream<Matcher> named(Pattern pattern) {
        return metrics.getMetrics().entrySet().stream()
                .map(Map.Entry::getKey)
                .map(pattern::matcher)
                .filter(Matcher::matches);
    }
}
