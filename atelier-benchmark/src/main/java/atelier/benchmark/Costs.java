package atelier.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The costs of one workload, over all rounds. */
final class Costs {
    static final List<String> HEADER = List.of(
            "response",
            "µs CPU",
            "of which database",
            "wake-ups",
            "ratio",
            "goal",
            "p50 ms",
            "p99 ms",
            "requests/s",
            "errors",
            "verdict");

    private final Workload workload;
    private final List<Double> totals = new ArrayList<>();
    private final List<Double> databases = new ArrayList<>();
    private final List<Double> waits = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> tails = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private int errors;
    private @Nullable String firstError;

    Costs(Workload workload) {
        this.workload = workload;
    }

    Workload workload() {
        return workload;
    }

    /** Adds a round: microseconds of processor time of the server and of its database, and the round's seconds. */
    void add(Responses responses, long own, long database, double seconds) {
        long count = responses.count();
        totals.add((double) (own + database) / count);
        databases.add((double) database / count);
        medians.add(responses.milliseconds(50));
        tails.add(responses.milliseconds(99));
        rates.add(count / seconds);
        errors += responses.errors();
        if (firstError == null) {
            firstError = responses.firstError();
        }
    }

    /** Adds how often threads of the server and its database have waited per response of a round. */
    void addWaits(double perResponse) {
        waits.add(perResponse);
    }

    double ratioTo(Costs baseline) {
        return Medians.ofRatios(totals, baseline.totals);
    }

    /** Compares the costs with those of another workload than the bare servlet. */
    Finding beside(Costs other, double goal) {
        double ratio = ratioTo(other);
        return new Finding(
                workload.name() + " beside " + other.workload.name(),
                number("%.1f µs", Medians.of(totals)),
                number("%.2f", ratio),
                number("%.2f", goal),
                errors > 0 ? Grade.MISSED : Grade.of(ratio, goal));
    }

    /** Compares two of these costs, if both were measured. */
    static void compare(List<Finding> findings, List<Costs> all, String name, String other, double goal) {
        Costs costs = find(all, name);
        Costs yardstick = find(all, other);
        if (costs != null && yardstick != null) {
            findings.add(costs.beside(yardstick, goal));
        }
    }

    private static @Nullable Costs find(List<Costs> costs, String name) {
        return costs.stream()
                .filter(each -> each.workload.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Grades the ratio. With wrong responses the goal is missed, because their cost cannot be compared. */
    Grade grade(Costs baseline) {
        return errors > 0 ? Grade.MISSED : Grade.of(ratioTo(baseline), workload.goal());
    }

    List<String> cells(Costs baseline) {
        return List.of(
                workload.name(),
                number("%.1f", Medians.of(totals)),
                number("%.1f", Medians.of(databases)),
                number("%.2f", Medians.of(waits)),
                number("%.2f", ratioTo(baseline)),
                Double.isNaN(workload.goal()) ? "" : number("%.2f", workload.goal()),
                number("%.2f", Medians.of(medians)),
                number("%.2f", Medians.of(tails)),
                number("%,.0f", Medians.of(rates)),
                Integer.toString(errors),
                grade(baseline).word() + (firstError == null ? "" : " (" + firstError + ")"));
    }

    private static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
