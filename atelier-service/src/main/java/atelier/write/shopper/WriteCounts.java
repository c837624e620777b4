package atelier.write.shopper;

import atelier.database.SlowStatements;
import atelier.database.StatementMetrics;
import atelier.metrics.Metrics;
import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import io.dropwizard.util.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Counts shoppers' writes by route and outcome, times those that reached the database, and logs slow ones. */
final class WriteCounts {
    private static final String WRITTEN = "written";
    private static final String FAILED = "failed";

    /** Refusals by their status. */
    private static final Map<Integer, String> REFUSALS =
            Map.of(404, "unknown", 405, "off", 415, "invalid", 422, "invalid", 429, "limited");

    private final Map<ShopperRoute, Map<String, Counter>> counters = new HashMap<>();
    private final Map<ShopperRoute, Times> times = new HashMap<>();

    private record Times(Timer timer, SlowStatements slow) {}

    /** @param slowStatement the longest time that is not logged; 0 logs none */
    WriteCounts(List<ShopperRoute> routes, Duration slowStatement, Metrics metrics) {
        for (ShopperRoute route : routes) {
            times.put(
                    route,
                    new Times(
                            StatementMetrics.timer(route.toString(), metrics),
                            StatementMetrics.slow(route.toString(), "all of its statements", slowStatement, metrics)));
            if (route.isWrite()) {
                Map<String, Counter> outcomes = new HashMap<>();
                outcomes.put(WRITTEN, counter(route, WRITTEN, metrics));
                outcomes.put(FAILED, counter(route, FAILED, metrics));
                Set.copyOf(REFUSALS.values())
                        .forEach(outcome -> outcomes.put(outcome, counter(route, outcome, metrics)));
                counters.put(route, outcomes);
            }
        }
    }

    private static Counter counter(ShopperRoute route, String outcome, Metrics metrics) {
        return metrics.counter(
                "shopper_writes",
                "Writes of shoppers by route and outcome: written, refused (unknown, off, invalid, limited) or failed.",
                "route",
                route.toString(),
                "outcome",
                outcome);
    }

    void add(ShopperRoute route, int status) {
        Map<String, Counter> outcomes = counters.get(route);
        if (outcomes != null) {
            String outcome = status < 400 ? WRITTEN : REFUSALS.getOrDefault(status, FAILED);
            outcomes.getOrDefault(outcome, new Counter()).inc();
        }
    }

    /** Records the time of a request from the end of its body, with the wait for a connection. */
    void record(ShopperRoute route, long nanoseconds) {
        Times found = times.get(route);
        if (found != null) {
            found.timer.update(nanoseconds, TimeUnit.NANOSECONDS);
            found.slow.record(nanoseconds, 1);
        }
    }
}
