package atelier.perf.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.traffic.Visit;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures what the simulation's own recording costs the load generator, for a request and for a visit. Not part of the build:
 *
 * <pre>mvn verify -pl atelier-perf -Pexperiment -Dit.test=RecordingCostIT</pre>
 */
@Tag("experiment")
class RecordingCostIT {
    private static final int REQUESTS = 2_000_000;
    private static final int ROUNDS = 5;
    private static final String[] ROUTES = {"GET /products/:id", "GET /products/:id/styles", "GET /reviews/meta"};

    @Test
    void recordingCostsFarLessThanARequest() throws InterruptedException {
        for (int threads : new int[] {1, 2}) {
            double best = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                best = Math.min(best, nanosPerRequest(threads));
            }
            System.out.printf(Locale.ROOT, "recording a request: %.0f ns on each of %d event loops%n", best, threads);
            // Gatling needs a hundred times as much for a request.
            assertThat(best).isLessThan(20_000);
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, nanosPerVisit());
        }
        System.out.printf(Locale.ROOT, "planning, beginning and ending a visit: %.0f ns%n", best);
        assertThat(best).isLessThan(100_000);
    }

    /** Records as many requests in 60 seconds of the phase as a run at 33,000 requests/s. */
    private static double nanosPerRequest(int threads) throws InterruptedException {
        Phase phase = phase();
        phase.next();
        ExecutorService loops = Executors.newFixedThreadPool(threads);
        CountDownLatch ended = new CountDownLatch(threads);
        long begun = System.nanoTime();
        for (int thread = 0; thread < threads; thread++) {
            Random random = new Random(thread);
            loops.execute(() -> {
                for (int request = 0; request < REQUESTS; request++) {
                    double due = 60.0 * request / REQUESTS;
                    phase.finished(ROUTES[request % ROUTES.length], due, due + 0.0005 * random.nextDouble(), null);
                }
                ended.countDown();
            });
        }
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        long nanos = System.nanoTime() - begun;
        loops.shutdown();
        return (double) nanos / REQUESTS;
    }

    private static double nanosPerVisit() {
        Phase phase = phase();
        long begun = System.nanoTime();
        int visits = 0;
        for (Plan.Arrival arrival = phase.next(); arrival != null && visits < 1_000; arrival = phase.next()) {
            phase.begin(arrival);
            phase.end(arrival);
            visits++;
        }
        return (double) (System.nanoTime() - begun) / visits;
    }

    private static Phase phase() {
        LoadCurve curve = LoadCurve.constant(Duration.ofSeconds(60), 10_000);
        return new Phase(new PacedPlan(curve, () -> new Visit(), 1, 1), ErrorLimit.NONE);
    }
}
