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
 * Sends requests at random moments with a fixed mean rate, however slow the responses are. A latency counts from the moment at which
 * the request was due, so a request that waits for a free connection is late as well.
 */
final class OpenLoop {
    private static final int CONNECTIONS = 128;
    private static final long SEED = 1;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = 20_000;

    private final Responses responses = new Responses();
    private final Responses lateness = new Responses();
    private final ConcurrentLinkedQueue<Connection> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /**
     * The responses, and the generator's own delay.
     *
     * @param lateness for requests that found a free connection at once, the time from the due moment to sending
     */
    record Result(Responses responses, Responses lateness) {}

    /** Sends requests for {@code duration}, and then waits up to ten seconds for the last responses. Missing ones count as errors. */
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
            Thread receiver = new Thread(() -> receive(selector), "receiver");
            receiver.start();
            try {
                send(requests, rate, duration);
                long patience = System.nanoTime() + PATIENCE_NANOS;
                while (pending.get() > 0 && System.nanoTime() < patience) {
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
        for (int missing = pending.get(); missing > 0; missing--) {
            responses.addError("no response within ten seconds");
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
            pending.incrementAndGet();
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
        throw new IOException("None of " + CONNECTIONS + " connections got a response within ten seconds");
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
                pending.decrementAndGet();
            }
        } catch (IOException | MalformedResponseException e) {
            responses.addError(String.valueOf(e.getMessage()));
            key.cancel();
            pending.decrementAndGet();
        }
    }
}
