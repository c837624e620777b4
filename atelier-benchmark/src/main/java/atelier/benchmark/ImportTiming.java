package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the database, and compares the import's time with a plain COPY of the same rows. */
final class ImportTiming {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Pattern SECONDS = Pattern.compile("seconds: ([\\d.]+), of CPU time ([\\d.]+)");
    private static final double GOAL = 1.3;

    /** Disk space per product: CSV rows, copied rows, two schemas and the write-ahead log. */
    private static final long BYTES_OF_PRODUCT = 40_000;

    private final Workspace workspace;
    private final Options options;
    private final PrintStream out;
    private final Path filled;

    private ImportTiming(Workspace workspace, Options options, PrintStream out) {
        this.workspace = workspace;
        this.options = options;
        this.out = out;
        this.filled = workspace.folder().resolve("filled");
    }

    /** Imports a catalogue and returns the finding; no finding if the catalogue of an earlier benchmark is reused. */
    static List<Finding> run(Workspace workspace, Options options, PrintStream out)
            throws IOException, InterruptedException {
        ImportTiming loading = new ImportTiming(workspace, options, out);
        if (options.reuse() && loading.isFilled()) {
            out.println("reusing the catalogue of an earlier benchmark");
            return List.of();
        }
        return loading.fill();
    }

    private boolean isFilled() throws IOException {
        return Files.exists(filled) && Files.readString(filled).strip().equals(Integer.toString(options.products()));
    }

    private List<Finding> fill() throws IOException, InterruptedException {
        Files.deleteIfExists(filled);
        Path csv = workspace.folder().resolve("csv");
        Path clean = workspace.folder().resolve("clean");
        for (Path folder : List.of(workspace.data(), csv, clean)) {
            Workspace.delete(folder);
        }
        try {
            out.printf(Locale.ROOT, "generating a catalogue of %,d products%n", options.products());
            String jar = workspace.jar().toString();
            String products = Integer.toString(options.products());
            finish(
                    "generate",
                    List.of("-jar", jar, "generate", csv.toString(), "--products", products, "--only", "catalogue"));
            List<Finding> findings = new ArrayList<>();
            try (Service service = Service.start(workspace)) {
                out.println("importing it");
                List<String> command = List.of("-Xmx256m", "-jar", jar, "import", "config.yml", csv.toString());
                long start = System.nanoTime();
                double cpu = cpuSeconds(service);
                finish("import", command);
                cpu = cpuSeconds(service) - cpu;
                double seconds = (System.nanoTime() - start) / 1e9;
                if (options.wants("import")) {
                    findings.addAll(compare(service, clean, seconds, cpu));
                }
            }
            Files.writeString(filled, products);
            return findings;
        } finally {
            Workspace.delete(csv);
            Workspace.delete(clean);
        }
    }

    /** Returns the CPU time of the database and of all programs that have ended. */
    private static double cpuSeconds(Service service) {
        return (CpuTime.microseconds(service.database())
                        + CpuTime.microseconds(List.of(ProcessHandle.current().pid())))
                / 1e6;
    }

    private List<Finding> compare(Service service, Path clean, double seconds, double cpu)
            throws IOException, InterruptedException {
        String name = "import beside plain COPY";
        long room = Files.getFileStore(workspace.folder()).getUsableSpace();
        if (room < BYTES_OF_PRODUCT / 2 * options.products()) {
            return List.of(Finding.notMeasured(name, "too little disk space in " + workspace.folder()));
        }
        out.println("copying the same rows with COPY");
        String password = workspace.data().resolve("password").toString();
        List<String> command = workspace.source("PlainCopy.java", service.databaseUrl(), password, clean.toString());
        try {
            Matcher plain = SECONDS.matcher(finish("plain-copy", command));
            if (plain.find()) {
                return List.of(
                        Finding.ofRatio(name, seconds, "s", Double.parseDouble(plain.group(1)), GOAL),
                        Finding.ofRatio(name + ", CPU time", cpu, "s", Double.parseDouble(plain.group(2)), Double.NaN));
            }
            return List.of(Finding.notMeasured(name, "plain COPY printed no time"));
        } catch (IOException e) {
            out.println(e.getMessage());
            return List.of(Finding.notMeasured(name, "plain COPY failed"));
        }
    }

    private String finish(String name, List<String> arguments) throws IOException, InterruptedException {
        try (Program program = workspace.java(name, arguments, Map.of())) {
            program.await(PATIENCE);
            return program.output();
        }
    }
}
