package atelier.perf.run;

import atelier.perf.report.RunFolder;
import atelier.perf.report.RunReports;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import atelier.perf.result.ServerFigures;
import atelier.perf.service.ServerMetrics;
import atelier.perf.settings.HttpVersion;
import atelier.perf.settings.Settings;
import atelier.perf.settings.UsageException;
import atelier.perf.traffic.Probe;
import atelier.perf.verdict.Baselines;
import atelier.perf.verdict.ObjectivesFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run from the settings to the verdict. The simulation begins it, sends its load, and finishes it. {@link Ending} has its end.
 */
public final class Harness {
    private static final int SETTINGS_ARE_WRONG = 1;

    private final Settings settings;
    private final ServiceUnderTest target;
    private final Load load;
    private final RunReports reports;
    private final Ending ending;
    private final Evaluation evaluation;
    private final ServerMetrics metrics;
    private volatile @Nullable CompletableFuture<ServerMetrics.Reading> metricsBefore;
    private final Thread liveLine;
    private final Thread diskWatch;

    private Harness(Settings settings, Path project, RunReports reports) {
        this.settings = settings;
        this.reports = reports;
        Map<String, Objectives> objectives = ObjectivesFile.read(settings.slo());
        Objectives limits = objectives.get(settings.profile().word());
        if (limits == null) {
            throw new UsageException("%s has no limits for %s, and without limits every run would pass"
                    .formatted(settings.slo(), settings.profile().word()));
        }
        Baselines baselines = reports.baselines(settings.profile());
        baselines.check();
        Evaluation.Attempt attempt = Rerun.attempt(reports.path());
        this.ending = Ending.register(new Conclusion(settings, reports, baselines, objectives));
        this.target = ending.closing(ServiceUnderTest.open(settings, project));
        this.metrics = ServerMetrics.of(target.admin());
        this.load = Load.of(settings, limits, new Probe(target.addresses().get(0), settings.authority()));
        if (attempt.number() == 1) {
            // The first attempt holds the lock until the second one has ended.
            ending.holding(reports.lock());
        }
        reports.disk()
                .reserve(
                        load.measured().plan().requestsBy(load.measured().plan().seconds()));
        ending.of(load, this::evaluate);
        load.measured().onStart(() -> metricsBefore = metrics.read());
        Fingerprint fingerprint = Evaluation.fingerprint(settings, target.name(), load);
        this.evaluation =
                new Evaluation(settings, load, limits, fingerprint, baselines, Machine.commit(project), attempt);
        this.liveLine = new Thread(new LiveLine(load, LiveLine.onTerminal(), System.out), "live line");
        liveLine.setDaemon(true);
        this.diskWatch = new Thread(new DiskWatch(reports, load.measured(), ending), "disk watch");
        diskWatch.setDaemon(true);
    }

    /**
     * Reads the settings, starts the embedded service if required, and reads its catalogue. On any mistake the process ends with one
     * message.
     */
    public static Harness begin() {
        try {
            Path project = Path.of(System.getProperty("project", "."));
            Settings settings = Settings.of(System::getProperty, project);
            RunReports reports = RunReports.open(reportsFolder(), System.getenv("GITHUB_STEP_SUMMARY"));
            Harness harness = new Harness(settings, project, reports);
            harness.announce();
            return harness;
        } catch (UsageException | IllegalArgumentException e) {
            System.err.println(e instanceof InvalidPathException path ? UsageException.message(path) : e.getMessage());
            System.exit(SETTINGS_ARE_WRONG);
            throw e;
        }
    }

    /** Returns the reports folder. A relative path is refused: Maven resolves it in the module's folder, and this process elsewhere. */
    private static Path reportsFolder() {
        Path folder = Path.of(System.getProperty("reports", ""));
        if (!folder.isAbsolute()) {
            throw new UsageException("-Dreports=%s: not an absolute path".formatted(folder));
        }
        return folder;
    }

    /** Returns the base addresses of the service under test. */
    public List<String> targets() {
        return target.addresses();
    }

    /** Returns how visitors connect. */
    public HttpVersion http() {
        return settings.http();
    }

    public Load load() {
        return load;
    }

    /** Writes and prints the results, and ends the process. Call it when the load has ended. */
    public void finish() {
        ending.end();
    }

    private Ending.Evaluated evaluate() throws IOException {
        liveLine.interrupt();
        diskWatch.interrupt();
        RunFolder folder = reports.newRun();
        RunResult run = evaluation.result(folder.id(), server());
        return new Ending.Evaluated(folder, run, reports.write(folder, run));
    }

    private List<ServerFigures> server() {
        CompletableFuture<ServerMetrics.Reading> before = metricsBefore;
        return before == null ? List.of() : metrics.read().join().since(before.join());
    }

    private void announce() {
        System.out.printf(
                Locale.ROOT,
                "%s: %s; %s at %s%n",
                settings.profile().word(),
                settings.profile().meaning(),
                load.catalogue().description(),
                target.name());
        liveLine.start();
        diskWatch.start();
    }
}
