package atelier.perf.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The planned request rate over time: a series of stretches with a constant rate. */
public final class LoadCurve {

    /**
     * A stretch with a constant rate.
     *
     * @param rate requests per second
     */
    public record Stretch(Duration duration, double rate) {
        public Stretch {
            if (duration.isNegative() || duration.isZero() || rate <= 0) {
                throw new IllegalArgumentException("a stretch of " + duration + " at " + rate + "/s");
            }
        }

        double seconds() {
            return duration.toMillis() / 1000.0;
        }
    }

    private final List<Stretch> stretches;

    public LoadCurve(List<Stretch> stretches) {
        this.stretches = List.copyOf(stretches);
    }

    public static LoadCurve constant(Duration duration, double rate) {
        return new LoadCurve(List.of(new Stretch(duration, rate)));
    }

    /** Returns levels of equal length; each has {@code factor} times the previous rate. */
    public static LoadCurve staircase(int levels, Duration each, double firstRate, double factor) {
        List<Stretch> stretches = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            stretches.add(new Stretch(each, firstRate * Math.pow(factor, level)));
        }
        return new LoadCurve(stretches);
    }

    public List<Stretch> stretches() {
        return stretches;
    }

    /** Returns the length in seconds. */
    public double seconds() {
        return stretches.stream().mapToDouble(Stretch::seconds).sum();
    }

    /** Returns the planned requests of the first {@code seconds}. */
    public double requestsBy(double seconds) {
        double requests = 0;
        double left = seconds;
        for (Stretch stretch : stretches) {
            double within = Math.min(left, stretch.seconds());
            if (within <= 0) {
                break;
            }
            requests += within * stretch.rate();
            left -= within;
        }
        return requests;
    }

    /** Returns when the {@code n}th request is due, in seconds from the start; infinity beyond the last request. */
    public double due(double n) {
        double seconds = 0;
        double left = n;
        for (Stretch stretch : stretches) {
            double within = stretch.seconds() * stretch.rate();
            if (left < within) {
                return seconds + left / stretch.rate();
            }
            left -= within;
            seconds += stretch.seconds();
        }
        return Double.POSITIVE_INFINITY;
    }
}
