package atelier.operations.dashboard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The samples of the last 15 minutes. */
final class History {
    private static final Duration LENGTH = Duration.ofMinutes(15);

    private final int size;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param interval the time between two samples */
    History(Duration interval) {
        size = (int) LENGTH.dividedBy(interval);
    }

    synchronized void add(Sample sample) {
        samples.add(sample);
        if (samples.size() > size) {
            samples.remove();
        }
    }

    /** Returns the samples that ended after this time, the oldest first. */
    synchronized List<Sample> since(long time) {
        return samples.stream().filter(sample -> sample.time() > time).toList();
    }
}
