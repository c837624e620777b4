package atelier.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * One line of what came out beside the costs.
 *
 * @param figure with its unit
 * @param ratio to what it is compared with; empty if it is not
 * @param target the most that it should be; empty if there is none
 */
record Finding(String name, String figure, String ratio, String target, Grade verdict) {
    static final List<String> HEADER = List.of("name", "figure", "ratio", "target", "verdict");

    /** A figure with a target of its own. */
    static Finding of(String name, double figure, String unit, double target) {
        return new Finding(
                name,
                format("%.2f %s", figure, unit),
                "",
                Double.isNaN(target) ? "" : format("%.2f %s", target, unit),
                Grade.of(figure, target));
    }

    /** A figure that is judged by its ratio to another one. */
    static Finding ofRatio(String name, double figure, String unit, double other, double target) {
        double ratio = figure / other;
        return new Finding(
                name,
                format("%.2f %s", figure, unit),
                format("%.2f", ratio),
                format("%.2f x %.2f %s", target, other, unit),
                Grade.of(ratio, target));
    }

    /** What was asked for and could not be measured, which is no target met. */
    static Finding notMeasured(String name, String why) {
        return new Finding(name, "not measured", "", why, Grade.MISSED);
    }

    /** Errors where there must not be any. */
    static Finding ofErrors(String name, Responses responses) {
        return new Finding(
                name,
                responses.errors() + " of " + responses.count()
                        + (responses.errors() == 0 ? "" : ": " + responses.firstError()),
                "",
                "0",
                Grade.of(responses.errors(), 0));
    }

    List<String> cells() {
        return List.of(name, figure, ratio, target, verdict.word());
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
