package atelier.benchmark;

import atelier.perf.service.RunLock;
import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures what a response costs. Exit status: 0 if every goal is met within 15 %, 1 if one is missed, 2 if the measurement failed.
 */
public final class Benchmark {
    private static final double MEMORY_GOAL = 2.5;

    /** With fewer products nearly the whole catalogue fits into the cache. */
    private static final int COLD_PRODUCTS = 200_000;

    private final Workspace workspace;
    private final Options options;
    private final WakeUp wakeUp;
    private final PrintStream out;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Table> series = new ArrayList<>();

    private Benchmark(Workspace workspace, Options options, WakeUp wakeUp, PrintStream out) {
        this.workspace = workspace;
        this.options = options;
        this.wakeUp = wakeUp;
        this.out = out;
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Locale.setDefault(Locale.ROOT);
        int status;
        try {
            status = run(Options.of(System.getProperties()), out) ? 0 : 1;
        } catch (UsageException | IOException e) {
            out.println(e.getMessage());
            status = 2;
        }
        System.exit(status);
    }

    private static boolean run(Options options, PrintStream out) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Workspace workspace = Workspace.of(options.project());
        RunLock lock = RunLock.take(workspace.folder().resolve("lock"), "Another benchmark is running");
        // The build fails if this file exists. For an exit status Maven would print thirty lines of stack trace.
        Path missed = workspace.folder().resolve("missed");
        Files.deleteIfExists(missed);
        try {
            WakeUp wakeUp = WakeUp.measure(workspace);
            out.println(wakeUp.fact());
            Report outcome = new Benchmark(workspace, options, wakeUp, out).measure();
            List<String> facts = new ArrayList<>(Report.facts(options, Duration.ofNanos(System.nanoTime() - start)));
            facts.add(1, wakeUp.fact());
            Path page = workspace.folder().resolve("benchmark.md");
            outcome.write(page, facts);
            if (outcome.isMissed()) {
                Files.createFile(missed);
            }
            out.println(outcome.text(facts));
            out.println("Written to " + page);
            out.println(
                    outcome.isMissed()
                            ? "A goal is missed by more than 15 %, or a response was wrong."
                            : "All goals are met, or missed by 15 % at most.");
            return !outcome.isMissed();
        } finally {
            lock.close();
        }
    }

    private Report measure() throws IOException, InterruptedException {
        findings.addAll(ImportTiming.run(workspace, options, out));
        List<Costs> costs;
        double rate = options.rate();
        try (Service service = Service.start(workspace)) {
            costs = costs(service);
            boolean starts = options.wants(StartTiming.START) || options.wantsByName(StartTiming.WARM_UPS);
            if (options.wants("latency") || (starts && rate == 0)) {
                out.println("measuring latency at a third of the maximum rate");
                double moderate = Latency.moderateRate(service, options);
                rate = rate == 0 ? moderate : rate;
                OpenLoop.Result result = Latency.run(service, options.products(), moderate, options.latency());
                findings.addAll(Latency.findings(result, moderate));
            }
        }
        if (options.wants(StartTiming.START)) {
            findings.addAll(new StartTiming(workspace, options.products(), rate, out).findings());
        }
        if (options.wantsByName(StartTiming.WARM_UPS)) {
            StartTiming starts = new StartTiming(workspace, options.products(), rate, out);
            series.add(starts.warmUps(options.warmUps(), options.rounds()));
        }
        return new Report(costs, findings, series);
    }

    private List<Costs> costs(Service service) throws IOException, InterruptedException {
        if (options.products() < COLD_PRODUCTS) {
            out.printf(
                    Locale.ROOT,
                    "Below %,d products the cold responses and the import say little: the cache soon holds everything.%n",
                    COLD_PRODUCTS);
        }
        try (Yardsticks yardsticks = Yardsticks.start(workspace, service, options)) {
            if (options.wants("nginx hit") && yardsticks.nginx() == null) {
                out.println("nginx is not on the PATH, so it is not measured");
            }
            FreshReads fresh = new FreshReads(options);
            ShopperWrites writes = new ShopperWrites(options, service, fresh);
            if (FreshReads.areWanted(options) || writes.areWanted()) {
                out.println("writing reviews and questions");
                fresh.fill(workspace, service);
            }
            List<Workload> workloads = Workloads.of(options, service, yardsticks, wakeUp);
            if (options.wants(Latency.TAIL)) {
                out.println("measuring the tail of cached responses");
                findings.addAll(Latency.tails(workloads.get(0), Workloads.cachedStyles(options, service), options));
            }
            if (options.wantsByName(Collectors.NAME)) {
                series.add(Collectors.measure(service, workloads.get(0), yardsticks.servlet(), options, out));
            }
            if (workloads.size() == 1 && !writes.areWanted()) {
                return List.of();
            }
            List<Costs> costs = new ArrayList<>(Rounds.run(workloads, options, out));
            findings.addAll(Workloads.findings(costs));
            findings.addAll(fresh.findings(costs));
            if (writes.areWanted()) {
                costs.addAll(writes.measure(findings, out));
            }
            if (options.wants("memory")) {
                double bare = BareDropwizard.residentMebibytes(workspace, options);
                findings.add(Finding.of("memory of bare Dropwizard", bare, "MiB", Double.NaN));
                findings.add(Finding.ofRatio("memory", service.server().residentMebibytes(), "MiB", bare, MEMORY_GOAL));
            }
            return costs;
        }
    }
}
