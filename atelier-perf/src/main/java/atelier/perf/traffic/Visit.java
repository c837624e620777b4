package atelier.perf.traffic;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one visitor asks, in waves: the calls of a wave are made in parallel, as a browser does, and the next wave begins when the
 * last of them is answered. Used by one thread at a time.
 */
public final class Visit {
    private final Queue<Call> wave;
    private final Function<List<Integer>, Collection<Call>> secondWave;
    private List<Integer> related = List.of();
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

    /** The wave's next call; null when all of them have been made. */
    public @Nullable Call next() {
        Call call = wave.poll();
        if (call != null) {
            requests++;
        }
        return call;
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
        return wave.size();
    }

    /** How many calls have been made. */
    public int requests() {
        return requests;
    }
}
