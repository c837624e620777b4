package atelier.sample;

import java.util.List;

/**
 * Which rows of a file are dirty: from the {@code first} on every {@code spacing}th, the kinds taking turns. As it
 * depends on nothing but the row's number, a row in one file can tell whether a row in another was rejected.
 */
record DirtPlan(long first, long spacing, List<Dirt> kinds) {
    DirtPlan(long first, long spacing, Dirt... kinds) {
        this(first, spacing, List.of(kinds));
    }

    Dirt at(long row) {
        long distance = row - first;
        if (distance < 0 || distance % spacing != 0) {
            return Dirt.NONE;
        }
        return kinds.get((int) (distance / spacing % kinds.size()));
    }
}
