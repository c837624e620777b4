package atelier.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The packaged service on the benchmark's own data, with the defaults of config.yml and without a request log. */
final class Service implements AutoCloseable {
    private static final String FIRST_REQUEST = "/products/1";
    private static final List<String> HEAP = List.of("-Xms192m", "-Xmx192m");

    private final Workspace workspace;
    private final Server server;

    private Service(Workspace workspace, Server server) {
        this.workspace = workspace;
        this.server = server;
    }

    /** Starts the service and waits for its first response. */
    static Service start(Workspace workspace, String... furtherOptions) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of(furtherOptions));
        options.addAll(options(workspace.project()));
        return new Service(workspace, start(workspace, "service", Map.of(), options));
    }

    /** Starts it with the script {@code atelier}, as the documentation does, and with the JVM options of the container. */
    static Server startByScript(Workspace workspace, Map<String, String> furtherSettings)
            throws IOException, InterruptedException {
        int port = Workspace.freePort();
        Map<String, String> settings = settings(port, furtherSettings);
        settings.put("JAVA_HOME", System.getProperty("java.home"));
        settings.put("JDK_JAVA_OPTIONS", String.join(" ", options(workspace.project())));
        List<String> command = List.of(workspace.project().resolve("atelier").toString(), "server", "config.yml");
        return Server.start(workspace, "service", command, settings, port, FIRST_REQUEST);
    }

    /** Starts it with its jar, so without the file of loaded classes that the script uses. */
    static Server startWithoutClasses(Workspace workspace, Map<String, String> furtherSettings)
            throws IOException, InterruptedException {
        return start(workspace, "service", furtherSettings, options(workspace.project()));
    }

    private static Server start(
            Workspace workspace, String name, Map<String, String> furtherSettings, List<String> options)
            throws IOException, InterruptedException {
        int port = Workspace.freePort();
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-jar", workspace.jar().toString(), "server", "config.yml"));
        return Server.java(workspace, name, arguments, settings(port, furtherSettings), port, FIRST_REQUEST);
    }

    private static Map<String, String> settings(int port, Map<String, String> furtherSettings) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", Integer.toString(port),
                "ADMIN_PORT", "0",
                // One address sends all writes. The limit stays, with its cost.
                "SHOPPER_WRITE_BURST", Integer.toString(Integer.MAX_VALUE),
                // There is no load balancer to wait for.
                "DRAIN_WAIT", "0s",
                // The bare servlet, the unit of the ratios, writes none either.
                "REQUEST_LOG", "off"));
        settings.putAll(furtherSettings);
        return settings;
    }

    /** Starts another node on the same database, which caches nothing. */
    Server startWithoutCache() throws IOException, InterruptedException {
        return startNode("service-without-cache", Map.of("CACHE_SIZE", "0B"), options(workspace.project()));
    }

    /** Starts another node on the same database. */
    Server startNode(String name, Map<String, String> furtherSettings, List<String> options)
            throws IOException, InterruptedException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "DATABASE_URL",
                databaseUrl(),
                "DATABASE_USER",
                "atelier",
                "DATABASE_PASSWORD_FILE",
                password().toString()));
        settings.putAll(furtherSettings);
        return start(workspace, name, settings, options);
    }

    /** Starts the look-up by hand on the same database. */
    Server startLookUpByHand() throws IOException, InterruptedException {
        int port = Workspace.freePort();
        List<String> source = workspace.source(
                "LookUpByHand.java",
                Integer.toString(port),
                databaseUrl(),
                password().toString());
        return Server.java(workspace, "look-up-by-hand", source, Map.of(), port, "/products/1/styles");
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
            options.addAll(HEAP);
        }
        return options;
    }

    int port() {
        return server.port();
    }

    /** Returns the node itself. */
    Server server() {
        return server;
    }

    /** Returns the service's processes, without those of its database. */
    List<Long> processes() {
        return server.processes();
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

    private Path password() {
        return workspace.data().resolve("password");
    }

    @Override
    public void close() {
        server.close();
    }
}
