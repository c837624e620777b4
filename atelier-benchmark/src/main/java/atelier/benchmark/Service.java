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

/** The packaged service on the benchmark's own data, with the defaults of config.yml and without a request log. */
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

    /** Starts the service and waits for its first response. */
    static Service start(Workspace workspace, String... furtherOptions) throws IOException, InterruptedException {
        int port = Workspace.freePort();
        List<String> arguments = new ArrayList<>(List.of(furtherOptions));
        arguments.addAll(options(workspace.project()));
        arguments.addAll(List.of("-jar", workspace.jar().toString(), "server", "config.yml"));
        Map<String, String> settings = Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", Integer.toString(port),
                "ADMIN_PORT", "0",
                // One address sends all writes. The limit stays, with its cost.
                "SHOPPER_WRITE_BURST", Integer.toString(Integer.MAX_VALUE),
                // There is no load balancer to wait for.
                "DRAIN_WAIT", "0s",
                // The bare servlet, the unit of the ratios, writes none either.
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

    /** Returns the JVM options of the container. A heap given as a share of the machine's memory is replaced by a fixed one. */
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

    /** Returns the time from the start of the process to the first response. */
    Duration startTime() {
        return start;
    }

    /** Returns the service's processes, without those of its database. */
    List<Long> processes() {
        return program.processes();
    }

    /** Returns PostgreSQL's main process and its children; ended children count with the main process. */
    Set<Long> database() {
        Set<Long> processes = new HashSet<>();
        try {
            long postmaster = Long.parseLong(postmaster().get(0).strip());
            processes.add(postmaster);
            ProcessHandle.of(postmaster)
                    .ifPresent(main -> main.children().map(ProcessHandle::pid).forEach(processes::add));
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL has ended", e);
        }
        return processes;
    }

    /** Returns the JDBC URL of the database. */
    String databaseUrl() throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + postmaster().get(3).strip() + "/postgres";
    }

    private List<String> postmaster() throws IOException {
        return Files.readAllLines(workspace.data().resolve("database/postmaster.pid"));
    }

    double residentMebibytes() throws IOException {
        return CpuTime.residentMebibytes(program.jvm().pid());
    }

    /** Sends SIGTERM and waits for the end; writing an AOT cache may take a while. */
    void end() throws IOException, InterruptedException {
        program.jvm().destroy();
        try {
            program.await(PATIENCE);
        } catch (IOException e) {
            // A JVM that SIGTERM ends has exit status 143. The caller checks what it wrote.
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
