package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The time from a node's start to its first response, and the latency of its first seconds. */
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
     * Starts the service three times, and three times with an AOT cache where the JVM supports one. No other service may use the data
     * meanwhile.
     *
     * @param rate the request rate of the first seconds
     * @param steady the p99 in milliseconds of a warm node at the same rate
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
        out.println("recording an AOT cache");
        // The same warm-up as in docker/Dockerfile, on a larger catalogue.
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
            out.printf(Locale.ROOT, "start%s %d of %d%n", how, time, TIMES);
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
