package atelier.write.shopper;

import atelier.threads.Afterwards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes of one kind. Those that wait at the same time share a statement, and so its transaction, its round trip and its wait for the disk;
 * none waits for others to arrive.
 *
 * <p>A batch waits for no row that another transaction has locked: a write that needs one leaves the batch and waits alone. So two writes
 * wait for each other only at the same row, and batches never deadlock.
 *
 * @param <W> a write
 */
public final class BatchedWrites<W> {
    /** A row that has to come from a disk delays at most this many writes. */
    private static final int LARGEST_BATCH = 16;

    /** Classes of SQL states: the data of a write cannot be stored. PostgreSQL's manual, appendix A. */
    private static final List<String> FAULTS_OF_DATA = List.of("22", "23");

    private final ShopperStatements statements;
    private final Statement<W> statement;
    private final int mostBatches;
    private final BlockingQueue<Pending<W, Boolean>> waiting = new ArrayBlockingQueue<>(ShopperStatements.MOST_WAITING);
    private final AtomicInteger running = new AtomicInteger();

    /** Writes for several requests, in one statement that commits itself. */
    @FunctionalInterface
    public interface Statement<W> {
        /**
         * Writes, and returns the places of what it has written. It leaves out what refers to something that does not exist.
         *
         * @param waits whether it waits for rows that other transactions have locked; otherwise it leaves out the writes that need these
         */
        BitSet run(Connection connection, List<W> writes, boolean waits) throws SQLException;
    }

    BatchedWrites(ShopperStatements statements, Statement<W> statement, int mostBatches) {
        this.statements = statements;
        this.statement = statement;
        this.mostBatches = mostBatches;
    }

    /**
     * Writes as soon as a connection is free. The future ends after the commit. It is false if what the write refers to does not exist, and
     * fails as that of {@link ShopperStatements#run}.
     */
    public CompletableFuture<Boolean> write(W write) {
        Pending<W, Boolean> pending = statements.pending(write, waiting::remove);
        if (waiting.offer(pending)) {
            startIfNeeded();
        } else {
            pending.fail(ShopperStatements.full());
        }
        return pending.result();
    }

    /** One thread is enough as long as it keeps up, because then batches are large. On a slow disk, others help. */
    private void startIfNeeded() {
        int now = running.get();
        while (now == 0 ? !waiting.isEmpty() : now < mostBatches && waiting.size() >= LARGEST_BATCH) {
            if (running.compareAndSet(now, now + 1)) {
                start();
                return;
            }
            now = running.get();
        }
    }

    private void start() {
        try {
            statements.execute(this::runBatches);
        } catch (RejectedExecutionException full) {
            running.decrementAndGet();
            take(Integer.MAX_VALUE).forEach(pending -> pending.fail(ShopperStatements.full()));
        }
    }

    private void runBatches() {
        try {
            List<Pending<W, Boolean>> batch = take(LARGEST_BATCH);
            while (!batch.isEmpty()) {
                run(batch);
                batch = mayGoOn() ? take(LARGEST_BATCH) : List.of();
            }
        } finally {
            running.decrementAndGet();
            startIfNeeded();
        }
    }

    /** Returns whether no other statement waits for the thread, and there is enough to do for as many threads. */
    private boolean mayGoOn() {
        return !statements.isAnyWaiting() && (running.get() == 1 || waiting.size() >= LARGEST_BATCH);
    }

    private List<Pending<W, Boolean>> take(int most) {
        List<Pending<W, Boolean>> taken = new ArrayList<>();
        while (taken.size() < most) {
            Pending<W, Boolean> next = waiting.poll();
            if (next == null) {
                break;
            }
            if (next.begin()) {
                taken.add(next);
            }
        }
        return taken;
    }

    private void run(List<Pending<W, Boolean>> batch) {
        List<W> writes = batch.stream().map(Pending::work).toList();
        try {
            BitSet written = statements.onConnection(connection -> statement.run(connection, writes, false));
            Afterwards.run(
                    () -> written.stream().forEach(place -> batch.get(place).succeed(true)));
            for (int place = written.nextClearBit(0); place < batch.size(); place = written.nextClearBit(place + 1)) {
                startAlone(batch.get(place));
            }
        } catch (SQLException e) {
            if (batch.size() > 1 && isFaultOfData(e)) {
                // PostgreSQL has stored none of them, and the fault is that of one.
                batch.forEach(this::startAlone);
            } else {
                fail(batch, e);
            }
        } catch (RuntimeException | Error e) {
            fail(batch, e);
        }
    }

    private static boolean isFaultOfData(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && FAULTS_OF_DATA.stream().anyMatch(state::startsWith);
    }

    private static <W> void fail(List<Pending<W, Boolean>> batch, Throwable failure) {
        Afterwards.run(() -> batch.forEach(pending -> pending.fail(failure)));
    }

    private void startAlone(Pending<W, Boolean> pending) {
        try {
            statements.execute(() -> runAlone(pending));
        } catch (RejectedExecutionException full) {
            pending.fail(ShopperStatements.full());
        }
    }

    private void runAlone(Pending<W, Boolean> pending) {
        // What was refused meanwhile need not be stored.
        if (!pending.result().isDone()) {
            List<W> write = List.of(pending.work());
            try {
                pending.succeed(statements
                        .onConnection(connection -> statement.run(connection, write, true))
                        .get(0));
            } catch (SQLException | RuntimeException | Error e) {
                pending.fail(e);
            }
        }
    }
}
