package atelier.operations.dashboard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The samples of the last quarter of an hour. */
final class History {
    private static final int SAMPLES = 15 * 60 / Sampler.INTERVAL_SECONDS;

    private final Deque<Sample> samples = new ArrayDeque<>(SAMPLES + 1);

    synchronized void add(Sample sample) {
        samples.add(sample);
        if (samples.size() > SAMPLES) {
            samples.remove();
        }
    }

    /** Returns those that ended later than this, the oldest first. */
    synchronized List<Sample> since(long time) {
        return samples.stream().filter(sample -> sample.time() > time).toList();
    }
}
