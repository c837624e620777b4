package atelier.perf.traffic;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * The requests of one visitor, in two waves. The calls of a wave run in parallel, as in a browser. The second wave begins after the last
 * response of the first. Used by one thread at a time.
 */
public final class Visit {
    private final Queue<Call> wave;
    private final Function<List<Integer>, Collection<Call>> secondWave;
    private List<Integer> related = List.of();
    private int claimed;
    private int requests;

    /** A visit with one wave. */
    public Visit(Call... calls) {
        this(List.of(calls), related -> List.of());
    }

    /**
     * @param secondWave returns the second wave, for the related products in a response of the first
     */
    public Visit(Collection<Call> firstWave, Function<List<Integer>, Collection<Call>> secondWave) {
        this.wave = new ArrayDeque<>(firstWave);
        this.secondWave = secondWave;
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
        related = ids;
    }

    /** Begins the second wave. */
    public void nextWave() {
        wave.addAll(secondWave.apply(related));
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
