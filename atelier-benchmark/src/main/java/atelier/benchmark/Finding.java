package atelier.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * One line of the table below the costs.
 *
 * @param figure the value with its unit
 * @param ratio the ratio to another figure; empty without a comparison
 * @param goal the highest value that meets the goal; empty without a goal
 */
record Finding(String name, String figure, String ratio, String goal, Grade grade) {
    static final List<String> HEADER = List.of("name", "figure", "ratio", "goal", "verdict");

    /** Grades a figure; {@code goal} is not a number for none. */
    static Finding of(String name, double figure, String unit, double goal) {
        return new Finding(
                name,
                format("%.2f %s", figure, unit),
                "",
                Double.isNaN(goal) ? "" : format("%.2f %s", goal, unit),
                Grade.of(figure, goal));
    }

    /** Grades a figure by its ratio to another one; {@code goal} is not a number for none. */
    static Finding ofRatio(String name, double figure, String unit, double other, double goal) {
        double ratio = figure / other;
        return new Finding(
                name,
                format("%.2f %s", figure, unit),
                format("%.2f", ratio),
                (Double.isNaN(goal) ? "" : format("%.2f x ", goal)) + format("%.2f %s", other, unit),
                Grade.of(ratio, goal));
    }

    /** A figure that was requested and could not be measured, so its goal is missed. */
    static Finding notMeasured(String name, String why) {
        return new Finding(name, "not measured", "", why, Grade.MISSED);
    }

    /** The errors among responses; none are allowed. */
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
        return List.of(name, figure, ratio, goal, grade.word());
    }

    static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
