package atelier.perf.run;

import atelier.perf.measure.Measurement;
import atelier.perf.settings.Settings;
import atelier.perf.settings.UsageException;
import atelier.perf.traffic.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

public final class Harness {
    private final Settings settings;
    private final Load load;
    private final LiveCounts live = new LiveCounts();

    private Harness(Settings settings) {
        this.settings = settings;
        this.load = Load.of(settings, new Probe(settings.targets().get(0)));
    }

    public static Harness begin() {
        try {
            return new Harness(Settings.of(System::getProperty, Path.of(System.getProperty("project", "."))));
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            throw e;
        }
    }

    public Load load() {
        return load;
    }

    public LiveCounts live() {
        return live;
    }

    public List<String> targets() {
        return settings.targets();
    }

    public void finish() {
        try {
            Path reports = Path.of(System.getProperty("reports"));
            Path log = Files.list(reports)
                    .max(Comparator.comparing(p -> p.toFile().lastModified()))
                    .orElseThrow()
                    .resolve("simulation.log");
            long from = load.measured().startMillis();
            Measurement m = Measurement.of(
                    log, from, from + (long) (1000 * load.measured().plan().seconds()));
            System.out.println(m.overall());
            m.routes().forEach((r, f) -> System.out.println(r + " " + f));
            System.out.println(load.measured().lateness() + " "
                    + load.measured().stopped() + " " + live.snapshot() + " " + m.simulationErrors());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
