package atelier.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the rounds of one target gave. */
final class Costs {
    static final List<String> HEADER = List.of(
            "answer",
            "µs CPU",
            "of it database",
            "ratio",
            "target",
            "p50 ms",
            "p99 ms",
            "requests/s",
            "errors",
            "verdict");

    private final Workload target;
    private final List<Double> totals = new ArrayList<>();
    private final List<Double> databases = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> tails = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private int errors;
    private @Nullable String firstError;

    Costs(Workload target) {
        this.target = target;
    }

    Workload target() {
        return target;
    }

    /** Takes a round: microseconds of CPU of the servers and of the database, and the seconds that it took. */
    void add(Responses responses, long own, long database, double seconds) {
        long answers = responses.count();
        totals.add((double) (own + database) / answers);
        databases.add((double) database / answers);
        medians.add(responses.milliseconds(50));
        tails.add(responses.milliseconds(99));
        rates.add(answers / seconds);
        errors += responses.errors();
        if (firstError == null) {
            firstError = responses.firstError();
        }
    }

    double ratioTo(Costs baseline) {
        return Medians.ofRatios(totals, baseline.totals);
    }

    /** A wrong answer costs nothing that could be compared. */
    Grade verdict(Costs baseline) {
        return errors > 0 ? Grade.MISSED : Grade.of(ratioTo(baseline), target.goal());
    }

    List<String> cells(Costs baseline) {
        return List.of(
                target.name(),
                number("%.1f", Medians.of(totals)),
                number("%.1f", Medians.of(databases)),
                number("%.2f", ratioTo(baseline)),
                Double.isNaN(target.goal()) ? "" : number("%.2f", target.goal()),
                number("%.2f", Medians.of(medians)),
                number("%.2f", Medians.of(tails)),
                number("%,.0f", Medians.of(rates)),
                Integer.toString(errors),
                verdict(baseline).word() + (firstError == null ? "" : " (" + firstError + ")"));
    }

    private static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
