package atelier.perf.settings;

import java.time.Duration;

/** The kinds of run, each with its own defaults. All of them end by themselves. */
public enum Profile {
    SMOKE("a few requests of every kind, none of which may fail", 20, Duration.ofSeconds(5), Duration.ofSeconds(2)),
    STEADY("one rate, held", 700, Duration.ofSeconds(60), Duration.ofSeconds(15)),
    CAPACITY("a staircase that finds the highest rate that holds", 400, Duration.ofSeconds(10), Duration.ofSeconds(15)),
    STRESS(
            "a spike of five times the rate, and what comes after it",
            300,
            Duration.ofSeconds(60),
            Duration.ofSeconds(15)),
    SOAK("one rate, held for long", 300, Duration.ofMinutes(30), Duration.ofSeconds(30)),
    REPLAY("an access log again, with its own timing", 0, Duration.ofMinutes(10), Duration.ofSeconds(5)),
    ORIGINAL(
            "the eight requests that the original system was tested with",
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

    /** The name as it is given to {@code -Dprofile}. */
    public String word() {
        return Settings.word(this);
    }

    public String meaning() {
        return meaning;
    }

    /** The shortest duration that has something to judge in it. */
    Duration leastDuration() {
        return switch (this) {
            case CAPACITY -> Duration.ofSeconds(3);
            case STRESS -> Duration.ofSeconds(12);
            case SOAK -> Duration.ofSeconds(4);
            case SMOKE, STEADY, REPLAY, ORIGINAL -> Duration.ofSeconds(1);
        };
    }

    /** Whether its runs can be compared with a baseline: they are held to one rate for long enough. */
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
