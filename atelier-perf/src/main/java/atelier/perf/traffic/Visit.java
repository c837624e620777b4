package atelier.perf.traffic;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * What one visitor asks, in waves: the calls of a wave are made in parallel, as a browser does, and the next wave begins when the
 * last of them is answered. Used by one thread at a time.
 */
public final class Visit {
    private final Queue<Call> wave;
    private final Function<List<Integer>, Collection<Call>> secondWave;
    private List<Integer> related = List.of();
    private int claimed;
    private int requests;

    /** A visit of one wave. */
    public Visit(Call... calls) {
        this(List.of(calls), related -> List.of());
    }

    /**
     * @param secondWave gives the second wave for the related products that an answer of the first has named
     */
    public Visit(Collection<Call> firstWave, Function<List<Integer>, Collection<Call>> secondWave) {
        this.wave = new ArrayDeque<>(firstWave);
        this.secondWave = secondWave;
    }

    /**
     * Sets one of the wave's calls aside for the caller, who then gets it with {@link #next}. In between others may ask.
     *
     * @return false if there is none left
     */
    public boolean claim() {
        if (claimed == wave.size()) {
            return false;
        }
        claimed++;
        return true;
    }

    /** The call that was claimed. */
    public Call next() {
        claimed--;
        requests++;
        return wave.remove();
    }

    /** Remembers what an answer named as related products. */
    public void related(List<Integer> ids) {
        related = ids;
    }

    /** Goes on to the second wave. */
    public void nextWave() {
        wave.addAll(secondWave.apply(related));
    }

    /** How many calls are left in the wave. */
    public int left() {
        return wave.size() - claimed;
    }

    /** How many calls have been made. */
    public int requests() {
        return requests;
    }
}
