package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The time from a server's start to its first response, and the latency of its first seconds, beside those of bare Dropwizard. */
final class StartTiming {
    private static final int TIMES = 3;
    private static final int FIRST_WITH_CACHE = 25;
    private static final double START_GOAL = 1.6;

    /** With the classes loaded already, the service should not start later than Dropwizard does without them. */
    private static final double CACHE_GOAL = 1;

    private static final double FIRST_SECONDS_GOAL = 3;
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    private final Workspace workspace;
    private final int products;
    private final double rate;
    private final PrintStream out;
    private final List<Finding> findings = new ArrayList<>();

    /** Starts a server. */
    private interface Start {
        Server run() throws IOException, InterruptedException;
    }

    /** The medians of several starts, in seconds and milliseconds. */
    private record Times(double start, double tail) {}

    private StartTiming(Workspace workspace, int products, double rate, PrintStream out) {
        this.workspace = workspace;
        this.products = products;
        this.rate = rate;
        this.out = out;
    }

    /**
     * Starts bare Dropwizard three times, the service three times, and three times with an AOT cache where the JVM supports one. No other
     * service may use the data meanwhile.
     *
     * @param rate the request rate of the first seconds
     */
    static List<Finding> run(Workspace workspace, int products, double rate, PrintStream out)
            throws IOException, InterruptedException {
        StartTiming starts = new StartTiming(workspace, products, rate, out);
        starts.measure();
        return starts.findings;
    }

    private void measure() throws IOException, InterruptedException {
        Times bare = times("bare Dropwizard", () -> BareDropwizard.start(workspace), BareDropwizard::requests);
        findings.add(Finding.of("start of bare Dropwizard", bare.start, "s", Double.NaN));
        findings.add(Finding.of("first 5 s of bare Dropwizard, p99", bare.tail, "ms", Double.NaN));
        measureService("", START_GOAL, bare);
        if (Runtime.version().feature() >= FIRST_WITH_CACHE) {
            measureWithCache(bare);
        }
    }

    private void measureWithCache(Times bare) throws IOException, InterruptedException {
        String how = " with an AOT cache";
        Path cache = workspace.folder().resolve("atelier.aot");
        Files.deleteIfExists(cache);
        out.println("recording an AOT cache");
        // The same warm-up as in docker/Dockerfile, on a larger catalogue.
        try (Service service = Service.start(
                workspace, "-XX:AOTCacheOutput=" + cache, "-Ddw.warmUp.requests=150000", "-Ddw.warmUp.limit=60s")) {
            service.server().end();
        }
        if (Files.exists(cache)) {
            measureService(how, CACHE_GOAL, bare, "-XX:AOTCache=" + cache);
        } else {
            findings.add(Finding.notMeasured("start" + how, "the JVM wrote no cache"));
        }
    }

    private void measureService(String how, double goal, Times bare, String... options)
            throws IOException, InterruptedException {
        RequestStreams requests = new RequestStreams(products);
        Times times = times(
                "the service" + how, () -> Service.start(workspace, options).server(), requests::pageViews);
        findings.add(Finding.ofRatio("start" + how, times.start, "s", bare.start, goal));
        findings.add(Finding.ofRatio("first 5 s" + how + ", p99", times.tail, "ms", bare.tail, FIRST_SECONDS_GOAL));
    }

    private Times times(String name, Start start, Supplier<Supplier<Request>> requests)
            throws IOException, InterruptedException {
        List<Double> starts = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        for (int time = 1; time <= TIMES; time++) {
            out.printf(Locale.ROOT, "start of %s, %d of %d%n", name, time, TIMES);
            try (Server server = start.run()) {
                starts.add(server.startTime().toMillis() / 1e3);
                Responses first = OpenLoop.run(server.port(), requests.get(), rate, FIRST_SECONDS)
                        .responses();
                tails.add(first.milliseconds(99));
                if (first.errors() > 0) {
                    findings.add(Finding.ofErrors("first 5 s of " + name + ", errors", first));
                }
            }
        }
        return new Times(Medians.of(starts), Medians.of(tails));
    }
}
