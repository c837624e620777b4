package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.verdict.Baseline;
import atelier.perf.verdict.RatesOfRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes real runs against the embedded service, while another program takes a core and releases it again, and prints how often the gate
 * judges them correctly. It takes half a minute a run and is not part of the build:
 *
 * <pre>mvn verify -pl atelier-perf -Pexperiment -Dit.test=RatesIT -Druns=40</pre>
 */
@Tag("experiment")
class RatesIT {
    private static final int RUNS = Integer.getInteger("runs", 12);
    private static final int LONGEST_SECONDS_BUSY = 6;

    @TempDir
    Path folder;

    @Test
    void gateIsRightAboutRealRuns() throws Exception {
        Thread neighbour = new Thread(RatesIT::comeAndGo, "neighbour");
        neighbour.setDaemon(true);
        neighbour.start();
        Path limits = Files.writeString(folder.resolve("slo.yml"), "steady: {routes: {all: {errors: 0}}}");
        List<SortedMap<String, Double>> runs = new ArrayList<>();
        for (int number = 1; number <= RUNS; number++) {
            try (RunOfGatling running = RunOfGatling.start(
                    folder.resolve("reports"),
                    "target=embedded",
                    "profile=steady",
                    "duration=10s",
                    "warmup=10s",
                    "baseline=off",
                    "slo=" + limits)) {
                Ended run = running.end();
                runs.add(Baseline.Run.of(run.result()).typical());
                System.out.println(number + ": " + run.result().verdict() + " " + runs.get(number - 1));
            }
        }
        neighbour.interrupt();

        String table = new RatesOfRuns(runs).table();

        System.out.println(table);
        assertThat(table).contains("CPU");
    }

    /** Takes a core for some seconds, and none for as long. */
    private static void comeAndGo() {
        Random random = new Random(1);
        try {
            while (true) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1 + random.nextInt(LONGEST_SECONDS_BUSY));
                while (System.nanoTime() < end) {
                    if (Thread.interrupted()) {
                        return;
                    }
                }
                TimeUnit.SECONDS.sleep(1 + random.nextInt(LONGEST_SECONDS_BUSY));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
