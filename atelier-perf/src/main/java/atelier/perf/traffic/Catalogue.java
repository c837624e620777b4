package atelier.perf.traffic;

import java.util.List;
import java.util.Locale;

/**
 * What a target has.
 *
 * @param products how many products
 * @param lastId the largest id
 * @param someIds when there are gaps between the ids, ids that are known to exist, in ascending order; empty when the ids are 1 to
 *     {@code products}
 */
public record Catalogue(int products, int lastId, List<Integer> someIds) {
    /** Products of the original catalogue, to whose ids {@link #idNear} refers. */
    private static final int ORIGINAL_PRODUCTS = 1_000_011;

    public Catalogue {
        someIds = List.copyOf(someIds);
    }

    /** Whether the ids are 1 to {@link #products}, without a gap. */
    public boolean dense() {
        return lastId == products;
    }

    /** The id itself in a catalogue as large as the original, else the one at the same place among those that there are. */
    int idNear(int originalId) {
        if (dense() && products >= ORIGINAL_PRODUCTS) {
            return originalId;
        }
        int ids = dense() ? products : someIds.size();
        int place = (int) ((originalId - 1L) * ids / ORIGINAL_PRODUCTS);
        return dense() ? place + 1 : someIds.get(place);
    }

    /** What tells one catalogue from another in a fingerprint. */
    public String description() {
        return dense()
                ? String.format(Locale.ROOT, "%,d products", products)
                : String.format(Locale.ROOT, "%,d products up to id %,d", products, lastId);
    }
}
