package atelier.serve;

import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import com.codahale.metrics.Counter;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.Duration;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Asks the database what is asked at the same time in one statement: what comes while a statement runs waits for the next one, and
 * shares its round trip, its place in the pool and its wake-ups. Nobody waits for others to come.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class Batches<Q, A> implements Managed {
    /** Few enough that one that has to be read from a disk holds up few others. */
    private static final int LARGEST = 32;

    /** As many rows as one question may ask for, so that those of the others do not add up to what no statement's time limit allows. */
    private static final int ENOUGH_ROWS = 1_000;

    /** As many as could ever be answered within the time that a request waits. */
    private static final int MOST_WAITING = 10_000;

    private final BlockingQueue<Asked<Q, A>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ToIntFunction<Q> rows;
    private final Function<List<Q>, List<A>> read;
    private final long patience;
    private final Counter refused;
    private final List<BackgroundThread> readers;
    private volatile boolean stopped;

    private record Asked<Q, A>(Q question, CompletableFuture<A> answer, long since) {}

    /** No answer could be had in time. */
    static final class UnavailableException extends RuntimeException {
        UnavailableException(SQLTransientConnectionException cause) {
            super(cause);
        }
    }

    /**
     * Returns one that asks as soon as it is started.
     *
     * @param name what its threads and metrics are called by
     * @param statements how many run at once
     * @param patience how long a question waits for its statement before it fails
     * @param rows tells how many rows a question asks for at most
     * @param read gives the answers in the order of the questions
     */
    public Batches(
            String name,
            int statements,
            Duration patience,
            Metrics metrics,
            ToIntFunction<Q> rows,
            Function<List<Q>, List<A>> read) {
        this.rows = rows;
        this.read = read;
        this.refused = metrics.counter(
                "database_lookups_refused",
                "Lookups that waited too long for the database and failed with 503.",
                "kind",
                name);
        metrics.gauge(
                "database_lookups_waiting",
                "Lookups that wait for a query to end; the next query takes up to 32 of them.",
                waiting::size,
                "kind",
                name);
        this.patience = patience.toNanoseconds();
        this.readers = Stream.iterate(1, number -> number + 1)
                .limit(statements)
                .map(number -> new BackgroundThread(name + "-" + number, this::answerNext, metrics))
                .toList();
    }

    /** Returns what will be the answer, or fail for the reason for which the database could not be asked. */
    public CompletableFuture<A> ask(Q question) {
        Asked<Q, A> asked = new Asked<>(question, new CompletableFuture<>(), System.nanoTime());
        if (!waiting.offer(asked)) {
            refuse(asked, MOST_WAITING + " questions are waiting for the database already");
        }
        if (stopped) {
            refuseAll();
        }
        return asked.answer;
    }

    private void refuse(Asked<Q, A> asked, String why) {
        refused.inc();
        asked.answer.completeExceptionally(new UnavailableException(new SQLTransientConnectionException(why)));
    }

    @Override
    public void start() {
        readers.forEach(BackgroundThread::start);
    }

    @Override
    public void stop() {
        stopped = true;
        readers.forEach(BackgroundThread::stop);
        refuseAll();
    }

    private void refuseAll() {
        for (Asked<Q, A> asked = waiting.poll(); asked != null; asked = waiting.poll()) {
            refuse(asked, "The service stops");
        }
    }

    private void answerNext() throws InterruptedException {
        List<Asked<Q, A>> batch = new ArrayList<>();
        try {
            collect(batch);
            if (!batch.isEmpty()) {
                answer(batch);
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(asked -> asked.answer.completeExceptionally(e));
            throw e;
        }
    }

    /** Takes what waits, in its order, and waits for the first; nothing if all of it is too late. */
    private void collect(List<Asked<Q, A>> batch) throws InterruptedException {
        int asksFor = 0;
        for (Asked<Q, A> asked = waiting.take(); asked != null; asked = waiting.poll()) {
            if (!isLate(asked)) {
                batch.add(asked);
                asksFor += rows.applyAsInt(asked.question);
            }
            if (batch.size() == LARGEST || asksFor >= ENOUGH_ROWS) {
                return;
            }
        }
    }

    private boolean isLate(Asked<Q, A> asked) {
        boolean late = System.nanoTime() - asked.since > patience;
        if (late) {
            refuse(asked, "No connection to the database came free in time");
        }
        return late;
    }

    private void answer(List<Asked<Q, A>> batch) {
        try {
            List<A> answers = read.apply(batch.stream().map(Asked::question).toList());
            for (int number = 0; number < batch.size(); number++) {
                batch.get(number).answer.complete(answers.get(number));
            }
        } catch (RuntimeException | Error e) {
            // Even of an error that ends this thread's work nobody may wait for ever.
            batch.forEach(asked -> asked.answer.completeExceptionally(e));
        }
    }
}
