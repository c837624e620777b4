package atelier.benchmark;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Asks when it is time to, however slow the answers are: at random moments of a fixed mean rate, drawn beforehand. A latency counts from the
 * moment that was due, so what waits for a late answer is late as well.
 */
final class OpenLoop {
    private static final int CONNECTIONS = 128;
    private static final long SEED = 1;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = 20_000;

    private final Responses responses = new Responses();
    private final Responses lateness = new Responses();
    private final ConcurrentLinkedQueue<Connection> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * What came of it.
     *
     * @param lateness how long after the due moment requests were sent that found a free connection at once: the generator's own fault
     */
    record Result(Responses responses, Responses lateness) {}

    /** Asks at a rate for so long, and waits ten seconds at most for the last answers; those that are missing then are errors. */
    static Result run(int port, Supplier<Request> requests, double rate, Duration duration)
            throws IOException, InterruptedException {
        return new OpenLoop().drive(port, requests, rate, duration);
    }

    private Result drive(int port, Supplier<Request> requests, double rate, Duration duration)
            throws IOException, InterruptedException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                free.add(Connection.open(port, selector));
            }
            Thread receiver = new Thread(() -> receive(selector), "answers");
            receiver.start();
            try {
                send(requests, rate, duration);
                long patience = System.nanoTime() + PATIENCE_NANOS;
                while (underWay.get() > 0 && System.nanoTime() < patience) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } finally {
                receiver.interrupt();
                receiver.join();
                for (SelectionKey key : selector.keys()) {
                    ((Connection) key.attachment()).close();
                }
            }
        }
        for (int missing = underWay.get(); missing > 0; missing--) {
            responses.addError("no answer within ten seconds");
        }
        return new Result(responses, lateness);
    }

    private void send(Supplier<Request> requests, double rate, Duration duration) throws IOException {
        Random random = new Random(SEED);
        long start = System.nanoTime();
        double due = 0;
        while (due < duration.toNanos()) {
            Request request = requests.get();
            long moment = start + (long) due;
            awaitMoment(moment);
            Connection connection = free.poll();
            if (connection == null) {
                connection = awaitConnection(moment);
            } else {
                lateness.add(System.nanoTime() - moment);
            }
            underWay.incrementAndGet();
            connection.send(request, moment);
            due -= Math.log(1 - random.nextDouble()) / rate * 1e9;
        }
    }

    private static void awaitMoment(long moment) {
        for (long wait = moment - System.nanoTime(); wait > 0; wait = moment - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private Connection awaitConnection(long moment) throws IOException {
        while (System.nanoTime() - moment < PATIENCE_NANOS) {
            Connection connection = free.poll();
            if (connection != null) {
                return connection;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("None of " + CONNECTIONS + " connections was answered within ten seconds");
    }

    private void receive(Selector selector) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(key -> receive((Connection) key.attachment(), key));
            }
        } catch (IOException | ClosedSelectorException e) {
            responses.addError(String.valueOf(e.getMessage()));
        }
    }

    private void receive(Connection connection, SelectionKey key) {
        try {
            if (connection.receive()) {
                responses.add(System.nanoTime() - connection.since());
                String fault = connection.fault();
                if (fault != null) {
                    responses.addError(fault);
                }
                free.add(connection);
                underWay.decrementAndGet();
            }
        } catch (IOException | MalformedResponseException e) {
            responses.addError(String.valueOf(e.getMessage()));
            key.cancel();
            underWay.decrementAndGet();
        }
    }
}
