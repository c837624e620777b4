package atelier.product;

import java.util.Set;

/** What a node has in memory of the catalogue. */
public interface KeptAnswers {
    /** Forgets everything, because another catalogue is served, or nobody knows what has changed in this one. */
    void forgetAll();

    /**
     * Forgets what has changed.
     *
     * @param products of which something has
     * @param list whether what the list says of them has
     */
    void forget(Set<Integer> products, boolean list);
}
