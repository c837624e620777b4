package atelier.write.shopper;

import atelier.cli.OperatorException;
import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import io.dropwizard.lifecycle.Managed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Periodic work of a node on the tables that shoppers write, such as deleting old rows. */
public final class Upkeep implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final String name;
    private final ShopperStatements statements;
    private final ShopperStatements.Work<Duration> work;
    private final BackgroundThread thread;
    private boolean failing;

    /**
     * Creates work that begins with {@link #start}.
     *
     * @param name the name of the thread
     * @param work a short transaction, which returns the time until the next one
     */
    public Upkeep(String name, ShopperStatements statements, ShopperStatements.Work<Duration> work, Metrics metrics) {
        this.name = name;
        this.statements = statements;
        this.work = work;
        this.thread = new BackgroundThread(name, this::workAndWait, metrics);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    private void workAndWait() throws InterruptedException {
        Thread.sleep(work().toMillis());
    }

    /** A database that is unavailable is no fault of this thread, and others report it. */
    private Duration work() throws InterruptedException {
        try {
            Duration pause = statements.run(work).get();
            failing = false;
            return pause;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof SQLException failure)) {
                throw new IllegalStateException(e.getCause());
            }
            if (!failing && !thread.isStopped()) {
                LOGGER.warn(
                        "{} failed and is repeated every {} until it succeeds: {}",
                        name,
                        AFTER_FAILURE,
                        OperatorException.reason(failure));
            }
            failing = true;
            return AFTER_FAILURE;
        }
    }
}
