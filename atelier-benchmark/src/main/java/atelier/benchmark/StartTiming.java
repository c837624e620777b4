package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time from a server's start to its first response, and the latency of its first seconds, beside those of bare Dropwizard. No other
 * service may use the data meanwhile.
 */
final class StartTiming {
    static final String START = "start";

    /** The table of warm-ups. It is long, so only its name selects it. */
    static final String WARM_UPS = "warm-ups";

    private static final int TIMES = 3;
    private static final int FIRST_WITH_CACHE = 25;
    private static final double START_GOAL = 1.6;

    /** With the classes linked and the profiles known, the service should not start later than Dropwizard does without them. */
    private static final double CACHE_GOAL = 1;

    private static final double FIRST_SECONDS_GOAL = 3;
    private static final List<String> HEADER = List.of(
            "program",
            "start, s",
            "beside bare",
            "CPU until then, s",
            "first 5 s: p50, ms",
            "p99, ms",
            "beside bare",
            "start's verdict");

    private final Workspace workspace;
    private final RequestStreams requests;
    private final double rate;
    private final PrintStream out;
    private final Starts bare;

    /** @param rate the request rate of the first seconds */
    StartTiming(Workspace workspace, int products, double rate, PrintStream out) {
        this.workspace = workspace;
        this.requests = new RequestStreams(products);
        this.rate = rate;
        this.out = out;
        this.bare = new Starts("bare Dropwizard", () -> BareDropwizard.start(workspace), BareDropwizard::requests);
    }

    /** Measures starts as they are usual, without the file of loaded classes, and with an AOT cache where the JVM supports one. */
    List<Finding> findings() throws IOException, InterruptedException {
        recordClasses();
        Starts usual = service("the service", Map.of());
        Starts first = new Starts(
                "the service without its loaded classes",
                () -> Service.start(workspace).server(),
                requests::pageViews);
        Path cache = recordCache();
        @Nullable
        Starts cached = cache == null
                ? null
                : new Starts(
                        "the service with an AOT cache",
                        () -> Service.start(workspace, "-XX:AOTCache=" + cache).server(),
                        requests::pageViews);
        List<Starts> programs = new ArrayList<>(List.of(bare, usual, first));
        if (cached != null) {
            programs.add(cached);
        }
        Starts.inTurns(programs, TIMES, rate, out);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of("start of bare Dropwizard", bare.seconds(), "s", Double.NaN));
        findings.add(Finding.of("first 5 s of bare Dropwizard, p99", bare.tail(), "ms", Double.NaN));
        add(findings, "", usual, START_GOAL, FIRST_SECONDS_GOAL);
        add(findings, " for the first time", first, Double.NaN, FIRST_SECONDS_GOAL);
        if (cached != null) {
            add(findings, " with an AOT cache", cached, CACHE_GOAL, FIRST_SECONDS_GOAL);
        } else if (Runtime.version().feature() >= FIRST_WITH_CACHE) {
            findings.add(Finding.notMeasured("start with an AOT cache", "the JVM wrote no cache"));
        }
        programs.forEach(program -> findings.addAll(program.errors()));
        return findings;
    }

    private void add(List<Finding> findings, String how, Starts starts, double startGoal, double tailGoal) {
        findings.add(Finding.ofRatio(START + how, starts.seconds(), "s", bare.seconds(), startGoal));
        findings.add(Finding.ofRatio("first 5 s" + how + ", p99", starts.tail(), "ms", bare.tail(), tailGoal));
    }

    /** Measures starts with several numbers of warm-up requests, each with and without the file of loaded classes. */
    Table warmUps(List<Integer> numbers, int turns) throws IOException, InterruptedException {
        recordClasses();
        List<Starts> programs = new ArrayList<>(List.of(bare));
        for (int number : numbers) {
            Map<String, String> warmUp = Map.of("WARM_UP_REQUESTS", Integer.toString(number));
            programs.add(service(number + " requests", warmUp));
            programs.add(new Starts(
                    number + " requests, the first start",
                    () -> Service.startWithoutClasses(workspace, warmUp),
                    requests::pageViews));
        }
        Starts.inTurns(programs, turns, rate, out);
        return table(programs);
    }

    static Table table(List<Starts> programs) {
        Starts bare = programs.get(0);
        return new Table(
                HEADER,
                programs.stream()
                        .map(program -> List.of(
                                program.name(),
                                Finding.format("%.2f", program.seconds()),
                                Finding.format("%.2f", program.seconds() / bare.seconds()),
                                Finding.format("%.1f", program.processorSeconds()),
                                Finding.format("%.2f", program.median()),
                                Finding.format("%.0f", program.tail()),
                                Finding.format("%.2f", program.tail() / bare.tail()),
                                program.errors().isEmpty()
                                        ? Grade.of(program.seconds() / bare.seconds(), START_GOAL)
                                                .word()
                                        : program.errors().get(0).figure()))
                        .toList());
    }

    /** As the documentation starts it. */
    private Starts service(String name, Map<String, String> settings) {
        return new Starts(name, () -> Service.startByScript(workspace, settings), requests::pageViews);
    }

    /** Lets a first start write its loaded classes at its end. */
    private void recordClasses() throws IOException, InterruptedException {
        out.println("recording the loaded classes");
        workspace.deleteClasses();
        try (Server server = Service.startByScript(workspace, Map.of())) {
            server.end();
        }
        if (!workspace.hasClasses()) {
            throw new IOException("The JVM wrote no file of loaded classes: see "
                    + workspace.folder().resolve("service.log"));
        }
    }

    /** Returns the AOT cache of a run with the same warm-up as in docker/Dockerfile; null if the JVM writes none. */
    private @Nullable Path recordCache() throws IOException, InterruptedException {
        if (Runtime.version().feature() < FIRST_WITH_CACHE) {
            return null;
        }
        Path cache = workspace.folder().resolve("atelier.aot");
        Files.deleteIfExists(cache);
        out.println("recording an AOT cache");
        try (Service service = Service.start(
                workspace, "-XX:AOTCacheOutput=" + cache, "-Ddw.warmUp.requests=150000", "-Ddw.warmUp.limit=60s")) {
            service.server().end();
        }
        return Files.exists(cache) ? cache : null;
    }
}
