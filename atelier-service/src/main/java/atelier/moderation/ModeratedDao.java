package atelier.moderation;

import java.util.List;
import java.util.Optional;

/** The statements by which reviews, questions or answers are restored and deleted. They lock in the order of the shoppers' writes. */
interface ModeratedDao {
    /**
     * Locks the tables that an import's switch locks, so that no transaction sees two datasets. The caller has locked {@code
     * catalogue.document}, which every write locks first.
     */
    void lockTables();

    /** Returns the product of a review, question or answer. */
    Optional<Integer> productOf(int id);

    /** Lets no other transaction change the product's running sums, if there are such sums. */
    default void lockSums(int product) {}

    /** Returns the ids of the product's first reported rows. */
    List<Integer> reported(int product, int most);

    /**
     * Locks and returns the rows that still exist, in the order of their ids. The audit record must have a limit, because the answers to
     * a question have none: texts beyond the first {@code bytes} are left out.
     */
    List<Content> lock(Integer[] ids, boolean onlyReported, int bytes);

    /** Lets lists show the rows again. */
    void restore(Integer[] ids);

    /** Deletes the rows of a product with everything that belongs to them. */
    void delete(int product, Integer[] ids);
}
