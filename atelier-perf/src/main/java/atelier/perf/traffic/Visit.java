package atelier.perf.traffic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * The requests of one visitor, in waves. The calls of a wave run in parallel, as in a browser. A wave begins after the last response of
 * the wave before, and after the visitor's think time. Used by one thread at a time.
 */
public final class Visit {
    private final Queue<Call> wave;
    private final Queue<Wave> later;
    private final Found found = new Found();
    private int claimed;
    private int requests;

    /**
     * A later wave.
     *
     * @param think the time before it
     * @param calls returns its calls, for what was found before
     */
    public record Wave(Duration think, Function<Found, Collection<Call>> calls) {}

    /** A visit with one wave. */
    public Visit(Call... calls) {
        this(List.of(calls), List.of());
    }

    public Visit(Collection<Call> firstWave, List<Wave> laterWaves) {
        this.wave = new ArrayDeque<>(firstWave);
        this.later = new ArrayDeque<>(laterWaves);
    }

    /**
     * Claims a call of the wave, which {@link #next} then returns. Others may claim calls in between.
     *
     * @return false if no call is left
     */
    public boolean claim() {
        if (claimed == wave.size()) {
            return false;
        }
        claimed++;
        return true;
    }

    /** Returns a claimed call. */
    public Call next() {
        claimed--;
        requests++;
        return wave.remove();
    }

    /** Sets the related products that a response named. */
    public void related(List<Integer> ids) {
        found.related(ids);
    }

    /** Returns what the visitor has found so far. */
    public Found found() {
        return found;
    }

    /** Tells whether another wave follows. */
    public boolean hasNextWave() {
        return !later.isEmpty();
    }

    /** Returns the time before the next wave; zero if there is none. */
    public Duration think() {
        Wave next = later.peek();
        return next == null ? Duration.ZERO : next.think();
    }

    /** Begins the next wave, if there is one. */
    public void nextWave() {
        Wave next = later.poll();
        if (next != null) {
            wave.addAll(next.calls().apply(found));
        }
    }

    /** Returns the number of calls left in the wave. */
    public int left() {
        return wave.size() - claimed;
    }

    /** Returns the number of calls so far. */
    public int requests() {
        return requests;
    }
}
