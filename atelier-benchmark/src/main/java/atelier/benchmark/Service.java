package atelier.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The packaged service on the benchmark's own data, with the defaults of config.yml, but without a line in the log for each request. */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HEAP = "-Xmx192m";

    private final Workspace workspace;
    private final Program program;
    private final int port;
    private final Duration start;

    private Service(Workspace workspace, Program program, int port, Duration start) {
        this.workspace = workspace;
        this.program = program;
        this.port = port;
        this.start = start;
    }

    /** Starts it and waits until it answers. */
    static Service start(Workspace workspace, String... furtherOptions) throws IOException, InterruptedException {
        int port = Workspace.freePort();
        List<String> arguments = new ArrayList<>(List.of(furtherOptions));
        arguments.addAll(options(workspace.project()));
        arguments.addAll(List.of("-jar", workspace.jar().toString(), "server", "config.yml"));
        Map<String, String> settings = Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", Integer.toString(port),
                "ADMIN_PORT", "0",
                // No balancer is there to notice.
                "DRAIN_WAIT", "0s",
                // The bare servlet, by which costs are judged, writes none either.
                "REQUEST_LOG", "off");
        Get get = new Get();
        long begin = System.nanoTime();
        Program program = workspace.java("service", arguments, settings);
        try {
            get.await(program, port, "/products/1", PATIENCE);
        } catch (IOException | InterruptedException | RuntimeException e) {
            program.close();
            throw e;
        }
        return new Service(workspace, program, port, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** The options of the container, but for a heap that is a part of the machine's memory, which would differ everywhere. */
    static List<String> options(Path project) throws IOException {
        List<String> options = new ArrayList<>();
        try (Stream<String> lines = Files.lines(project.resolve("docker/java.options"))) {
            lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .filter(line -> !line.contains("RAMPercentage"))
                    .forEach(options::add);
        }
        if (options.stream().noneMatch(option -> option.startsWith("-Xmx"))) {
            options.add(HEAP);
        }
        return options;
    }

    int port() {
        return port;
    }

    /** Returns the time from its start to its first answer. */
    Duration startTime() {
        return start;
    }

    /** Returns the processes of the service without its database's. */
    List<Long> processes() {
        return program.processes();
    }

    /** Returns PostgreSQL's main process and those that it runs now; those that have ended count with the main one. */
    Set<Long> database() {
        Set<Long> processes = new HashSet<>();
        try {
            long postmaster = Long.parseLong(postmaster().get(0).strip());
            processes.add(postmaster);
            ProcessHandle.of(postmaster)
                    .ifPresent(main -> main.children().map(ProcessHandle::pid).forEach(processes::add));
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL has gone", e);
        }
        return processes;
    }

    /** Returns where JDBC finds the database. */
    String databaseUrl() throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + postmaster().get(3).strip() + "/postgres";
    }

    private List<String> postmaster() throws IOException {
        return Files.readAllLines(workspace.data().resolve("database/postmaster.pid"));
    }

    double residentMebibytes() throws IOException {
        return CpuTime.residentMebibytes(program.jvm().pid());
    }

    /** Asks it to end, and waits for what it does at its end, however long that takes. */
    void end() throws IOException, InterruptedException {
        program.jvm().destroy();
        try {
            program.await(PATIENCE);
        } catch (IOException e) {
            // 143 is how a JVM ends that was asked to; whether it did what it had to shows afterwards.
            if (program.isAlive()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
