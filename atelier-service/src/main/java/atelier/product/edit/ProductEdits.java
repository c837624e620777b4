package atelier.product.edit;

import atelier.database.SlowStatements;
import atelier.product.KeptAnswers;
import atelier.product.ProductDocuments;
import atelier.serve.ReadResponse;
import atelier.write.EditRequest;
import atelier.write.InvalidFieldsException;
import atelier.metrics.Metrics;
import com.codahale.metrics.Timer;
import io.dropwizard.util.Duration;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes changes, each in a transaction of its own, and forgets at once what they have made old. */
final class ProductEdits {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProductEdits.class);

    /** They wait for each other, and each holds one of the threads that answer reads. */
    private static final int MOST_AT_ONCE = 8;


    private final Jdbi jdbi;
    private final ProductDocuments documents;
    private final KeptAnswers answers;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Timer timer;
    private final SlowStatements slow;

    /**
     * Returns what makes them.
     *
     * @param limit the longest time of one that is not logged; 0 logs none
     */
    ProductEdits(Jdbi jdbi, ProductDocuments documents, KeptAnswers answers, Duration limit, Metrics metrics) {
        this.jdbi = jdbi;
        this.documents = documents;
        this.answers = answers;
        this.timer = metrics.timer(
                "change_transaction_duration_seconds",
                "Changes, successful or not, with their waits for a connection and for each other.");
        this.slow = new SlowStatements(
                "EditTransaction.run",
                "all of its statements",
                limit,
                metrics.counter(
                        "slow_change_transactions", "Changes that took longer than SLOW_STATEMENT, logged or not."));
    }

    /**
     * Makes a change, unless everything is so already.
     *
     * @return what is answered from now on of the part that was to be changed
     * @throws WebApplicationException if it is not there, or not what the client has seen, or will soon be replaced by an import
     * @throws InvalidFieldsException if the change refers to what is not there
     * @throws SQLException if the database could not be asked, or did not answer in time
     */
    ReadResponse make(int product, ProductEdit change, EditRequest asked) throws SQLException {
        if (!room.tryAcquire()) {
            throw new SQLTransientConnectionException(MOST_AT_ONCE + " changes are waiting for the database already");
        }
        try {
            EditTransaction transaction = new EditTransaction(documents, product, change, asked);
            EditTransaction.Result result = timed(transaction);
            if (result.number() > 0) {
                answers.forget(Set.of(product), change.part() == ProductPart.PRODUCT);
                LOGGER.info(
                        "{} changed {} of /products/{}{} (change {} of the catalogue of {})",
                        asked.writer(),
                        result.members(),
                        product,
                        change.place(),
                        result.number(),
                        result.edition());
            }
            return result.answer();
        } finally {
            room.release();
        }
    }

    /** The wait for a connection, and for changes before it, is a part of its time. */
    private EditTransaction.Result timed(EditTransaction transaction) throws SQLException {
        long start = System.nanoTime();
        try {
            return jdbi.inTransaction(handle -> transaction.run(handle.getConnection()));
        } finally {
            long duration = System.nanoTime() - start;
            timer.update(duration, TimeUnit.NANOSECONDS);
            slow.note(duration, 1);
        }
    }
}
