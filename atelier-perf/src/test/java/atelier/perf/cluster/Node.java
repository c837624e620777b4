package atelier.perf.cluster;

import atelier.perf.service.EmbeddedService;
import atelier.perf.service.GuardedProcess;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packaged service as a process. Tests can end it in several ways and start it again on the same ports. */
final class Node implements AutoCloseable {
    private static final Pattern REQUESTS =
            Pattern.compile("(?m)^http_request_duration_seconds_count\\{.*} ([\\d.E]+)");

    private final String name;
    private final int port;
    private final int adminPort;
    private final Path folder;
    private final Jvm jvm;
    private final Map<String, String> settings;
    private final HttpClient client = HttpClient.newHttpClient();
    private int starts;
    private Path log;
    private @Nullable GuardedProcess process;

    /**
     * Creates a node; it does not run yet.
     *
     * @param folder for its logs
     * @param settings environment variables that differ from the defaults of {@code config.yml}
     */
    Node(String name, Path folder, Jvm jvm, Map<String, String> settings) throws IOException {
        this.name = name;
        this.folder = folder;
        this.log = folder;
        this.jvm = jvm;
        this.port = Ports.free();
        this.adminPort = Ports.free();
        this.settings = new HashMap<>(jvm.settings());
        // A failed test shows the log, where request lines would hide the cause.
        this.settings.put("REQUEST_LOG", "off");
        this.settings.putAll(settings);
        this.settings.putAll(Map.of(
                "HTTP_HOST", "127.0.0.1", "HTTP_PORT", String.valueOf(port), "ADMIN_PORT", String.valueOf(adminPort)));
    }

    /** Returns {@code host:port} of the API. */
    String address() {
        return "127.0.0.1:" + port;
    }

    String adminAddress() {
        return "127.0.0.1:" + adminPort;
    }

    /** Starts the node and waits until it is ready for traffic. */
    void start() throws Exception {
        start(List.of(this));
    }

    /** Starts several nodes at the same time and waits until all are ready. */
    static void start(List<Node> nodes) throws Exception {
        for (Node node : nodes) {
            node.launch();
        }
        for (Node node : nodes) {
            node.awaitReady();
        }
    }

    private void launch() throws IOException {
        log = folder.resolve("%s-%s.log".formatted(name, ++starts));
        process = GuardedProcess.start(
                jvm.command("server", "config.yml"),
                Commands.PROJECT,
                EmbeddedService.variables(Commands.PROJECT),
                settings,
                log);
    }

    private void awaitReady() throws Exception {
        Waiting.until(name + " is ready: " + log, () -> {
            if (!isAlive()) {
                throw new AssertionError(Files.readString(log));
            }
            return status("/health-check?type=ready") == 200;
        });
    }

    /** Returns the log's lines of warnings and of repeated reads. */
    String warnings() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("WARN") || line.contains("Repeating a read"))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** Returns the status of a GET, or 0 without a response. */
    int status(String path) {
        HttpResponse<String> response = get("http://" + address() + path);
        return response == null ? 0 : response.statusCode();
    }

    /** Returns how many requests to the API port the node has responded to since its start, its own warm-up included. */
    long requests() {
        HttpResponse<String> metrics = get("http://" + adminAddress() + "/prometheus");
        return REQUESTS.matcher(metrics == null ? "" : metrics.body())
                .results()
                .mapToLong(count -> (long) Double.parseDouble(count.group(1)))
                .sum();
    }

    /** Returns the value of a Dropwizard gauge. */
    double gauge(String gauge) {
        HttpResponse<String> metrics = get("http://" + adminAddress() + "/metrics");
        Matcher value = Pattern.compile("\"" + Pattern.quote(gauge) + "\":\\{\"value\":([-\\d.E]+)")
                .matcher(metrics == null ? "" : metrics.body());
        return value.find() ? Double.parseDouble(value.group(1)) : Double.NaN;
    }

    private @Nullable HttpResponse<String> get(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Sends a signal to the JVM by name, for example {@code TERM}. */
    void signal(String signal) throws IOException, InterruptedException {
        for (ProcessHandle program : running().handle().descendants().toList()) {
            if (program.info().command().orElse("").endsWith("java")) {
                new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid()))
                        .start()
                        .waitFor();
            }
        }
    }

    void awaitEnd() throws Exception {
        Waiting.until(name + " has ended", () -> !running().isAlive());
    }

    boolean isAlive() {
        return running().isAlive();
    }

    private GuardedProcess running() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
