package atelier.perf.settings;

import java.time.Duration;

/** The kinds of run, each with its own defaults. Every run ends by itself. */
public enum Profile {
    SMOKE(
            "a few requests to every route; none may fail, nor be slow beyond doubt",
            20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(2)),
    STEADY("a constant rate", 700, Duration.ofSeconds(60), Duration.ofSeconds(15)),
    CAPACITY(
            "rising rates, to find the highest one that the service holds",
            400,
            Duration.ofSeconds(10),
            Duration.ofSeconds(15)),
    STRESS(
            "a spike of five times the rate, and the recovery from it",
            300,
            Duration.ofSeconds(60),
            Duration.ofSeconds(15)),
    SOAK("a constant rate for a long time", 300, Duration.ofMinutes(30), Duration.ofSeconds(30)),
    REPLAY("the requests of an access log at their original times", 0, Duration.ofMinutes(10), Duration.ofSeconds(5)),
    ORIGINAL(
            "the eight requests of the original system's load test",
            700,
            Duration.ofSeconds(60),
            Duration.ofSeconds(15));

    private final String meaning;
    private final double rate;
    private final Duration duration;
    private final Duration warmup;

    Profile(String meaning, double rate, Duration duration, Duration warmup) {
        this.meaning = meaning;
        this.rate = rate;
        this.duration = duration;
        this.warmup = warmup;
    }

    /** Returns the value of {@code -Dprofile}. */
    public String word() {
        return Settings.word(this);
    }

    public String meaning() {
        return meaning;
    }

    /** Returns the shortest duration that can be judged. */
    Duration leastDuration() {
        return switch (this) {
            case CAPACITY -> Duration.ofSeconds(3);
            case STRESS -> Duration.ofSeconds(12);
            case SOAK -> Duration.ofSeconds(4);
            case SMOKE, STEADY, REPLAY, ORIGINAL -> Duration.ofSeconds(1);
        };
    }

    /** Tells whether runs can be compared with a baseline, which needs one rate for long enough. */
    public boolean isComparable() {
        return switch (this) {
            case STEADY, SOAK, REPLAY, ORIGINAL -> true;
            case SMOKE, CAPACITY, STRESS -> false;
        };
    }

    double rate() {
        return rate;
    }

    Duration duration() {
        return duration;
    }

    Duration warmup() {
        return warmup;
    }
}
