package atelier.moderation;

import atelier.write.EditRequest;
import atelier.write.WriteTransactions;
import jakarta.ws.rs.NotFoundException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores and deletes reviews, questions and answers, each request in one transaction with its audit records. */
final class Moderation {
    /** How many of a kind one request changes. All kinds together stay below the edits that a node applies to its cache one by one. */
    static final int MOST = 300;

    /** How many bytes of texts the audit records of a request keep, of each kind. */
    static final int MOST_BYTES = 1 << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(Moderation.class);

    private final WriteTransactions transactions;

    Moderation(WriteTransactions transactions) {
        this.transactions = transactions;
    }

    /** The changes of one transaction to the reviews, questions and answers of one product. */
    private static final class Changes {
        private final Handle handle;
        private final Action action;
        private final int product;
        private final List<String> places = new ArrayList<>();
        private final List<String> befores = new ArrayList<>();
        private final List<String> afters = new ArrayList<>();

        Changes(Handle handle, Action action, int product) {
            this.handle = handle;
            this.action = action;
            this.product = product;
        }

        /** Makes the change to those of the rows that still exist, and returns how many these are. */
        int make(Kind kind, Integer[] ids, boolean onlyReported) {
            ModeratedDao dao = kind.attach(handle);
            List<Content> contents = dao.lock(ids, onlyReported, MOST_BYTES);
            if (contents.isEmpty()) {
                return 0;
            }
            for (Content content : contents) {
                places.add(kind.place(content.id()));
                befores.add(action.before(content));
                afters.add(action.after());
            }
            action.apply(dao, product, contents.stream().map(Content::id).toArray(Integer[]::new));
            return contents.size();
        }

        void record(EditRequest request) {
            if (!places.isEmpty()) {
                handle.attach(AuditDao.class)
                        .insert(request.writer(), request.requestId(), product, places, befores, afters);
            }
        }

        void log(EditRequest request) {
            if (!places.isEmpty()) {
                LOGGER.info("{} {} {} of product {}", request.writer(), action.past(), places, product);
            }
        }
    }

    /**
     * Restores a reported review, question or answer, or deletes any.
     *
     * @throws NotFoundException if it does not exist, or is to be restored and was not reported
     * @throws SQLException if the database is unavailable or too slow
     */
    void change(Kind kind, int id, Action action, EditRequest request) throws SQLException {
        transactions
                .run(handle -> {
                    AuditDao audit = handle.attach(AuditDao.class);
                    audit.lockDocuments();
                    ModeratedDao dao = kind.attach(handle);
                    dao.lockTables();
                    int product = dao.productOf(id).orElseThrow(() -> notFound("There is no ", kind, id));
                    audit.lockProduct(product);
                    if (action == Action.DELETE) {
                        dao.lockSums(product);
                    }
                    Changes changes = new Changes(handle, action, product);
                    if (changes.make(kind, new Integer[] {id}, action == Action.RESTORE) == 0) {
                        throw notFound(action == Action.RESTORE ? "There is no reported " : "There is no ", kind, id);
                    }
                    changes.record(request);
                    return changes;
                })
                .log(request);
    }

    private static NotFoundException notFound(String message, Kind kind, int id) {
        return new NotFoundException(message + kind.word() + " " + id);
    }

    /**
     * Restores or deletes the reported reviews, questions and answers of a product, the first {@link #MOST} of each.
     *
     * @return how many of each were changed
     * @throws SQLException if the database is unavailable or too slow
     */
    Map<Kind, Integer> clear(int product, Action action, EditRequest request) throws SQLException {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        transactions
                .run(handle -> {
                    AuditDao audit = handle.attach(AuditDao.class);
                    audit.lockDocuments();
                    audit.lockProduct(product);
                    Changes changes = new Changes(handle, action, product);
                    for (Kind kind : Kind.values()) {
                        ModeratedDao dao = kind.attach(handle);
                        dao.lockTables();
                        if (action == Action.DELETE) {
                            dao.lockSums(product);
                        }
                        Integer[] ids = dao.reported(product, MOST).toArray(Integer[]::new);
                        counts.put(kind, changes.make(kind, ids, true));
                    }
                    changes.record(request);
                    return changes;
                })
                .log(request);
        return counts;
    }
}
