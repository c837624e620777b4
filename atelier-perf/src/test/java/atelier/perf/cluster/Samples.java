package atelier.perf.cluster;

import atelier.perf.cluster.Traffic.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The results of a traffic's requests. */
record Samples(List<Sample> all) {

    Samples {
        all = List.copyOf(all);
    }

    /** Returns the requests that began in a span of time, in seconds since the start. */
    Samples between(double from, double to) {
        return where(sample -> sample.at() >= from && sample.at() < to);
    }

    Samples where(Predicate<Sample> wanted) {
        return new Samples(all.stream().filter(wanted).toList());
    }

    Samples failed() {
        return where(Sample::failed);
    }

    Samples reads() {
        return where(sample -> !sample.isWrite());
    }

    Samples writes() {
        return where(Sample::isWrite);
    }

    int count() {
        return all.size();
    }

    /** Returns the nearest-rank percentile in milliseconds; 0 without requests. */
    double percentile(double share) {
        double[] sorted =
                all.stream().mapToDouble(Sample::milliseconds).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** Returns the number of responses by status. */
    Map<Integer, Long> statuses() {
        return all.stream().collect(Collectors.groupingBy(Sample::status, TreeMap::new, Collectors.counting()));
    }

    /** Returns the figures in one line. */
    String figures() {
        return String.format(
                Locale.ROOT,
                "%,d requests, %,d failed, p50 %.1f ms, p99 %.1f ms, max %.0f ms, statuses %s",
                count(),
                failed().count(),
                percentile(0.5),
                percentile(0.99),
                percentile(1),
                statuses());
    }
}
