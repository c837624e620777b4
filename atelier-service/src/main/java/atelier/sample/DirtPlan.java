package atelier.sample;

import java.util.List;

/**
 * Which rows of a file are dirty: every {@code spacing}th from the {@code first} on; the kinds take turns. The plan
 * depends on the row's number only, so that the rows of one file follow from the rejected rows of another.
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
