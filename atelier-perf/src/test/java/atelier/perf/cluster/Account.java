package atelier.perf.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one client may see of what it has written: texts, of which each is there once, and counters. Nobody else writes these. Used by one
 * thread.
 */
final class Account {
    private final Map<String, Bounds> written = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private int behind;

    /** How often something may be there. */
    private static final class Bounds {
        /** How many writes were acknowledged. */
        private int least;
        /** How many writes may have been stored. */
        private int most;
        /** The largest number that was seen. */
        private int seen;
    }

    /**
     * What became of the writes.
     *
     * @param unknown how many were neither acknowledged nor surely refused
     * @param unknownStored how many of these are there
     * @param behind how many responses said that they were old, and lacked an acknowledged write
     */
    record Totals(int acknowledged, int unknown, int unknownStored, int behind) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals plus(Totals other) {
            return new Totals(
                    acknowledged + other.acknowledged,
                    unknown + other.unknown,
                    unknownStored + other.unknownStored,
                    behind + other.behind);
        }
    }

    private Bounds of(String key) {
        return written.computeIfAbsent(key, unknown -> new Bounds());
    }

    /** A write is sent; from now on it may have been stored. */
    void sent(String key) {
        of(key).most++;
    }

    void acknowledged(String key) {
        of(key).least++;
    }

    /** The service has said that it did not store a write. */
    void refused(String key) {
        of(key).most--;
    }

    /**
     * A read has shown how often each key is there.
     *
     * @param old whether the response says that it is not the newest one; it may lack writes that it has never shown
     */
    void saw(Map<String, Integer> shown, boolean old, String where) {
        if (old
                && written.entrySet().stream()
                        .anyMatch(entry -> shown.getOrDefault(entry.getKey(), 0) < entry.getValue().least)) {
            behind++;
        }
        written.forEach((key, bounds) -> {
            int now = shown.getOrDefault(key, 0);
            String counts = "%s: %s is there %s times, acknowledged %s, sent %s, seen before %s"
                    .formatted(where, key, now, bounds.least, bounds.most, bounds.seen);
            if (now > bounds.most) {
                faults.add("Too often: " + counts);
            } else if (now < bounds.seen) {
                faults.add("Older than seen before: " + counts);
            } else if (now < bounds.least && !old) {
                faults.add("Lost: " + counts);
            }
            bounds.seen = Math.max(bounds.seen, now);
        });
    }

    List<String> faults() {
        return faults;
    }

    Totals totals() {
        return written.values().stream()
                .map(bounds -> new Totals(
                        bounds.least, bounds.most - bounds.least, Math.max(0, bounds.seen - bounds.least), 0))
                .reduce(new Totals(0, 0, 0, behind), Totals::plus);
    }
}
