package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.Alone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five times the cluster's capacity, without cache hits: calls of a whole page, one in eight of them a vote. */
@Alone("compares the throughput under overload with the capacity just before")
class OverloadIT {
    private static final int CLIENTS = 12;
    private static final int CONNECTIONS = 100;
    private static final int SECONDS = 6;
    /** The share of the capacity that must remain. */
    private static final double SHARE = 0.8;

    @TempDir
    private static Path folder;

    private final AtomicInteger number = new AtomicInteger();

    @Test
    void overloadIsRefusedQuicklyAndThroughputStays() throws Exception {
        Nginx.require(OverloadIT.class);
        // nginx caches nothing of nodes that alone know which origins may read.
        Map<String, String> withoutCaches =
                Map.of("CACHE_SIZE", "0B", "CORS_ORIGINS", "https://shop.example", "SHOPPER_WRITE_RATE", "0");
        Map<String, String> nginx =
                Map.of("NODE_REQUESTS", "6", "NODE_SHOPPER_WRITES", "6", "NGINX_CLIENT_WRITE_RATE", "100000");
        try (Cluster cluster = Cluster.start(folder, 2, withoutCaches, nginx)) {
            String address = cluster.nginx().address();
            // The JVMs of the nodes and of this test must warm up.
            capacity(address, 5);
            double capacity = capacity(address, 3);
            Witness witness = cluster.witness();
            Samples samples = send(address, CONNECTIONS, 5 * capacity, SECONDS);
            Witness.Testimony testimony = cluster.end(witness);
            if (successRate(samples) < SHARE * capacity) {
                // A single measurement may be noise: the speed of a shared machine varies within seconds.
                capacity = capacity(address, 3);
                samples = send(address, CONNECTIONS, 5 * capacity, SECONDS);
            }
            Samples good = samples.where(OverloadIT::succeeded);
            Samples refused = samples.where(sample -> sample.status() == 503 || sample.status() == 429);
            TimeUnit.SECONDS.sleep(2);
            double after = capacity(address, 3);

            System.out.printf(
                    Locale.ROOT,
                    "overload: capacity %.0f/s, %.0f/s offered for %d s: %.0f/s succeeded; %s%n  refused: %s%n  2 s later %.0f/s%n",
                    capacity,
                    5 * capacity,
                    SECONDS,
                    good.count() / (double) SECONDS,
                    samples.figures(),
                    refused.figures(),
                    after);
            System.out.printf(
                    Locale.ROOT,
                    "  votes: %s%n  writers: %s%n",
                    samples.writes().figures(),
                    testimony.figures());
            assertThat(cluster.nodes()).allMatch(Node::isAlive);
            assertThat(good.count() + refused.count()).isEqualTo(samples.count());
            assertThat(samples.count()).isGreaterThan((int) (4.5 * capacity * SECONDS));
            // A few clients may reach less than the capacity; but most requests of a real overload are refused.
            assertThat(refused.count()).as("the overload was one").isGreaterThan(samples.count() / 3);
            assertThat(refused.percentile(0.99)).isLessThan(500);
            assertThat(good.count() / (double) SECONDS).isGreaterThan(SHARE * capacity);
            assertThat(after).isGreaterThan(SHARE * capacity);
            assertThat(testimony.faults()).isEmpty();
        }
    }

    /** Returns the successful requests per second of a few clients that each send one request after the other. */
    private double capacity(String address, int seconds) throws InterruptedException {
        long succeeded =
                send(address, CLIENTS, 0, seconds).where(OverloadIT::succeeded).count();
        return (double) succeeded / seconds;
    }

    /**
     * Sends requests over several connections.
     *
     * @param rate requests per second over all connections; 0 to send each as soon as the previous one is finished
     */
    private Samples send(String address, int connections, double rate, int seconds) throws InterruptedException {
        Collection<Traffic.Sample> samples = new ConcurrentLinkedQueue<>();
        AtomicInteger turn = new AtomicInteger();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(() -> {
                try (PlainConnection connection = new PlainConnection(address)) {
                    double due = rate == 0 ? seconds(start) : turn.getAndIncrement() / rate;
                    while (due < seconds) {
                        TimeUnit.NANOSECONDS.sleep((long) ((due - seconds(start)) * 1e9));
                        int next = number.incrementAndGet();
                        String method = next % 8 == 0 ? "PUT" : "GET";
                        double began = seconds(start);
                        int status = connection.send(method, path(next));
                        samples.add(
                                new Traffic.Sample(began, (seconds(start) - began) * 1000, method, status, "", "", ""));
                        due = rate == 0 ? seconds(start) : turn.getAndIncrement() / rate;
                    }
                } catch (IOException e) {
                    samples.add(new Traffic.Sample(seconds(start), 0, "", 0, "", "", e.toString()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Samples(List.copyOf(samples));
    }

    /** Half of the requests are for long lists, so that a few clients reach the capacity. */
    private static String path(int next) {
        int id = 1 + next * 7 % SharedCatalogue.PRODUCTS;
        return switch (next % 8) {
            case 0 -> "/reviews/" + id + "/helpful";
            case 1 -> "/products/" + id + "/styles";
            case 2 -> "/reviews/meta?product_id=" + id;
            case 3 -> "/reviews?product_id=" + id + "&count=100";
            case 4 -> "/qa/questions?product_id=" + id + "&count=100";
            default -> "/products?count=600&page=" + (1 + next % 3);
        };
    }

    private static boolean succeeded(Traffic.Sample sample) {
        return sample.status() == 200 || sample.status() == 204;
    }

    /** Returns the successful requests per second. */
    private static double successRate(Samples samples) {
        return samples.where(OverloadIT::succeeded).count() / (double) SECONDS;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
