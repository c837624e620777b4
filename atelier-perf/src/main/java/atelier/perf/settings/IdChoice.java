package atelier.perf.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of the requested product ids: {@code uniform}, {@code zipf} or {@code zipf:0.9}, optionally with a range, such as
 * {@code uniform@1..1000011}.
 *
 * @param exponent the exponent of the Zipf distribution, in which the lowest id is the most popular; 0 for uniform
 * @param range the ids to choose from; null for all ids of the catalogue
 */
public record IdChoice(double exponent, @Nullable Range range) {
    private static final Pattern FORM = Pattern.compile(
            "(?:uniform|zipf(?::(?<exponent>\\d+(?:\\.\\d+)?))?)(?:@(?<first>\\d{1,9})\\.\\.(?<last>\\d{1,9}))?");
    private static final double USUAL_EXPONENT = 1;

    /** Ids from the first to the last, both included. */
    public record Range(int first, int last) {}

    /** Returns the value of {@code -Dids}. */
    public String word() {
        String choice = exponent == 0 ? "uniform" : "zipf:" + exponent;
        return range == null ? choice : "%s@%s..%s".formatted(choice, range.first(), range.last());
    }

    static IdChoice of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "neither uniform nor zipf nor zipf:1.1, nor one of them with a range such as @1..1000");
        }
        String exponent = parts.group("exponent");
        double skew = text.startsWith("uniform") ? 0 : exponent == null ? USUAL_EXPONENT : Double.parseDouble(exponent);
        if (text.startsWith("zipf") && (skew <= 0 || skew > 5)) {
            throw new IllegalArgumentException("the exponent of zipf must be above 0 and at most 5");
        }
        if (parts.group("first") == null) {
            return new IdChoice(skew, null);
        }
        Range range = new Range(Integer.parseInt(parts.group("first")), Integer.parseInt(parts.group("last")));
        if (range.first() < 1 || range.last() < range.first()) {
            throw new IllegalArgumentException("a range must begin at 1 or above, and must not end before it begins");
        }
        return new IdChoice(skew, range);
    }
}
