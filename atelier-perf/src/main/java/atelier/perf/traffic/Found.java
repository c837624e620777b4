package atelier.perf.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ids that a visitor has found in the responses so far, for later calls of the visit. Used by one thread at a time. */
public final class Found {
    private List<Integer> related = List.of();
    private final List<Long> questions = new ArrayList<>();
    private final Map<Long, Integer> helpfulness = new LinkedHashMap<>();
    private final List<Long> skus = new ArrayList<>();

    void related(List<Integer> ids) {
        related = ids;
    }

    void question(long id) {
        questions.add(id);
    }

    void review(long id, int helpful) {
        helpfulness.put(id, helpful);
    }

    void sku(long id) {
        skus.add(id);
    }

    /** Returns the related products. */
    List<Integer> related() {
        return related;
    }

    /** Returns the ids of the product's questions. */
    List<Long> questions() {
        return questions;
    }

    /** Returns the votes of the product's reviews by id, in the order of the page. */
    Map<Long, Integer> helpfulness() {
        return helpfulness;
    }

    /** Returns the ids of the product's SKUs. */
    List<Long> skus() {
        return skus;
    }
}
