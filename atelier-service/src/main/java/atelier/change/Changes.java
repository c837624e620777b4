package atelier.change;

import atelier.cache.Answer;
import atelier.cache.KeptAnswers;
import atelier.database.SlowStatements;
import atelier.document.Documents;
import com.codahale.metrics.MetricRegistry;
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
final class Changes {
    private static final Logger LOGGER = LoggerFactory.getLogger(Changes.class);

    /** They wait for each other, and each holds one of the threads that answer reads. */
    private static final int MOST_AT_ONCE = 8;

    private static final String RUN = "run";

    private final Jdbi jdbi;
    private final Documents documents;
    private final KeptAnswers answers;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Timer timer;
    private final SlowStatements slow;

    /**
     * Returns what makes them.
     *
     * @param limit the longest time of one that is not logged; 0 logs none
     */
    Changes(Jdbi jdbi, Documents documents, KeptAnswers answers, Duration limit, MetricRegistry metrics) {
        this.jdbi = jdbi;
        this.documents = documents;
        this.answers = answers;
        this.timer = metrics.timer(MetricRegistry.name(ChangeTransaction.class, RUN));
        this.slow = new SlowStatements(ChangeTransaction.class, RUN, "all of its statements", limit, metrics);
    }

    /**
     * Makes a change, unless everything is so already.
     *
     * @return what is answered from now on of the part that was to be changed
     * @throws WebApplicationException if it is not there, or not what the client has seen, or will soon be replaced by an import
     * @throws FaultyFieldsException if the change refers to what is not there
     * @throws SQLException if the database could not be asked, or did not answer in time
     */
    Answer make(int product, Change change, Asked asked) throws SQLException {
        if (!room.tryAcquire()) {
            throw new SQLTransientConnectionException(MOST_AT_ONCE + " changes are waiting for the database already");
        }
        try {
            ChangeTransaction transaction = new ChangeTransaction(documents, product, change, asked);
            ChangeTransaction.Result result = timed(transaction);
            if (result.number() > 0) {
                answers.forget(Set.of(product), change.part() == Part.PRODUCT);
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
    private ChangeTransaction.Result timed(ChangeTransaction transaction) throws SQLException {
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
