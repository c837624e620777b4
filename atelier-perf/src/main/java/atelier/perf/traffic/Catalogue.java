package atelier.perf.traffic;

import java.util.List;
import java.util.Locale;

/**
 * The catalogue of the service under test.
 *
 * @param products the number of products
 * @param lastId the largest id
 * @param someIds ids that exist, in ascending order, if there are gaps between ids; empty if the ids are 1 to {@code products}
 */
public record Catalogue(int products, int lastId, List<Integer> someIds) {
    /** The size of the original catalogue, to whose ids {@link #idNear} refers. */
    private static final int ORIGINAL_PRODUCTS = 1_000_011;

    public Catalogue {
        someIds = List.copyOf(someIds);
    }

    /** Tells whether the ids are 1 to {@link #products}, without a gap. */
    public boolean dense() {
        return lastId == products;
    }

    /** Returns the id itself in a catalogue as large as the original, otherwise the id at the same relative position. */
    int idNear(int originalId) {
        if (dense() && products >= ORIGINAL_PRODUCTS) {
            return originalId;
        }
        int ids = dense() ? products : someIds.size();
        int place = (int) ((originalId - 1L) * ids / ORIGINAL_PRODUCTS);
        return dense() ? place + 1 : someIds.get(place);
    }

    /** Returns the description for a fingerprint. */
    public String description() {
        return dense()
                ? String.format(Locale.ROOT, "%,d products", products)
                : String.format(Locale.ROOT, "%,d products up to id %,d", products, lastId);
    }
}
