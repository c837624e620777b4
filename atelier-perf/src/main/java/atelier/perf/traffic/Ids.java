package atelier.perf.traffic;

import atelier.perf.settings.IdChoice;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.SynchronizedRandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** Chooses product ids. Equal seeds choose equal ids. */
public final class Ids implements IntSupplier {
    private final IntSupplier index;
    private final List<Integer> known;
    private final int first;

    private Ids(IntSupplier index, List<Integer> known, int first) {
        this.index = index;
        this.known = known;
        this.first = first;
    }

    /**
     * Returns ids of a catalogue, or of the given range. With Zipf's law the frequency of the n-th lowest id is proportional to
     * 1/n<sup>exponent</sup>.
     */
    public static Ids of(IdChoice choice, Catalogue catalogue, long seed) {
        IdChoice.Range range = choice.range();
        List<Integer> known = range == null ? catalogue.someIds() : List.of();
        int first = range == null ? 1 : range.first();
        int count = range != null
                ? range.last() - range.first() + 1
                : !known.isEmpty() ? known.size() : catalogue.products();
        RandomGenerator random = new SynchronizedRandomGenerator(new Well19937c(seed));
        if (choice.exponent() == 0) {
            return new Ids(() -> random.nextInt(count), known, first);
        }
        ZipfDistribution popularity = new ZipfDistribution(random, count, choice.exponent());
        return new Ids(() -> popularity.sample() - 1, known, first);
    }

    @Override
    public synchronized int getAsInt() {
        int chosen = index.getAsInt();
        return !known.isEmpty() ? known.get(chosen) : first + chosen;
    }
}
