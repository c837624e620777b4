package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How soon a node answers after its start, and how its first seconds are. */
final class StartTiming {
    private static final int TIMES = 3;
    private static final int FIRST_WITH_CACHE = 25;
    private static final String WITH_CACHE = " with an AOT cache";
    private static final double PLAIN_GOAL = 4;
    private static final double CACHE_GOAL = 2.5;
    private static final double FIRST_SECONDS_GOAL = 3;
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    private final Workspace workspace;
    private final int products;
    private final double rate;
    private final PrintStream out;
    private final List<Finding> findings = new ArrayList<>();

    private StartTiming(Workspace workspace, int products, double rate, PrintStream out) {
        this.workspace = workspace;
        this.products = products;
        this.rate = rate;
        this.out = out;
    }

    /**
     * StartTiming the service three times, and as often with a cache of its classes where the JVM can have one. No other may run on the
     * data then.
     *
     * @param rate at which the first seconds are asked
     * @param steady p99 in milliseconds at the same rate, of a node that has run for a while
     */
    static List<Finding> run(Workspace workspace, int products, double rate, double steady, PrintStream out)
            throws IOException, InterruptedException {
        StartTiming starts = new StartTiming(workspace, products, rate, out);
        starts.measure("", PLAIN_GOAL, steady);
        if (Runtime.version().feature() >= FIRST_WITH_CACHE) {
            starts.withCache(steady);
        }
        return starts.findings;
    }

    private void withCache(double steady) throws IOException, InterruptedException {
        Path cache = workspace.folder().resolve("atelier.aot");
        Files.deleteIfExists(cache);
        out.println("learning which classes a start needs, and how they are used");
        // As much as docker/Dockerfile has it learn, on a larger catalogue.
        try (Service service = Service.start(
                workspace, "-XX:AOTCacheOutput=" + cache, "-Ddw.warmUp.requests=150000", "-Ddw.warmUp.limit=60s")) {
            service.end();
        }
        if (!Files.exists(cache)) {
            findings.add(Finding.notMeasured("start" + WITH_CACHE, "the JVM wrote no cache"));
            return;
        }
        measure(WITH_CACHE, CACHE_GOAL, steady, "-XX:AOTCache=" + cache);
    }

    private void measure(String how, double goal, double steady, String... options)
            throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        for (int time = 1; time <= TIMES; time++) {
            out.printf("start%s %d of %d%n", how, time, TIMES);
            try (Service service = Service.start(workspace, options)) {
                times.add(service.startTime().toMillis() / 1e3);
                OpenLoop.Result first = Latency.run(service, products, rate, FIRST_SECONDS);
                tails.add(first.responses().milliseconds(99));
                if (first.responses().errors() > 0) {
                    findings.add(Finding.ofErrors("first 5 s" + how + ", errors", first.responses()));
                }
            }
        }
        findings.add(Finding.of("start" + how, Medians.of(times), "s", goal));
        findings.add(Finding.ofRatio("first 5 s" + how + ", p99", Medians.of(tails), "ms", steady, FIRST_SECONDS_GOAL));
    }
}
