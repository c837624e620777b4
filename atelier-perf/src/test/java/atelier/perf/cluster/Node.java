package atelier.perf.cluster;

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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packaged service as a process, which can be ended in several ways and started again on the same ports. */
final class Node implements AutoCloseable {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String JAR = "atelier-service/target/atelier-service.jar";
    private static final Pattern ANSWERED = Pattern.compile("\"atelier\\.[\\w.]+Resource\\.\\w+\":\\{\"count\":(\\d+)");

    private static final Pattern COUNTED = Pattern.compile("(?m)^http_request_duration_seconds_count\\{.*} ([\\d.E]+)");

    private final String name;
    private final int port;
    private final int adminPort;
    private final Path folder;
    private final Set<String> variables;
    private final Map<String, String> settings;
    private final HttpClient client = HttpClient.newHttpClient();
    private int starts;
    private Path log;
    private @Nullable GuardedProcess process;

    Node(String name, Path folder, Set<String> variables, Map<String, String> settings) throws IOException {
        this.name = name;
        this.folder = folder;
        this.log = folder;
        this.variables = variables;
        this.port = Ports.free();
        this.adminPort = Ports.free();
        this.settings = new HashMap<>(settings);
        // Its log is read by people who look for what went wrong.
        this.settings.putIfAbsent("REQUEST_LOG", "off");
        this.settings.putAll(Map.of(
                "HTTP_HOST", "127.0.0.1", "HTTP_PORT", String.valueOf(port), "ADMIN_PORT", String.valueOf(adminPort)));
    }

    /** {@code host:port} of the API. */
    String address() {
        return "127.0.0.1:" + port;
    }

    String adminAddress() {
        return "127.0.0.1:" + adminPort;
    }

    /** Starts it, and waits until it wants traffic. */
    void start() throws Exception {
        begin();
        awaitReady();
    }

    /** Starts it. */
    void begin() throws IOException {
        log = folder.resolve("%s-%d.log".formatted(name, ++starts));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                JAR,
                "server",
                "config.yml");
        process = GuardedProcess.start(command, PROJECT, variables, settings, log);
    }

    void awaitReady() throws Exception {
        Waiting.until(name + " is ready: " + log, () -> {
            if (!isAlive()) {
                throw new AssertionError(Files.readString(log));
            }
            return status("/health-check?type=ready") == 200;
        });
    }

    /** The warnings of its log, and what it did about lost connections. */
    String warnings() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("WARN") || line.contains("Reading again"))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** The status of a GET, 0 if there is no answer. */
    int status(String path) {
        HttpResponse<String> response = get("http://" + address() + path);
        return response == null ? 0 : response.statusCode();
    }

    /** How many requests of the API it has answered since its start. */
    long answered() {
        HttpResponse<String> metrics = get("http://" + adminAddress() + "/metrics");
        Matcher counts = ANSWERED.matcher(metrics == null ? "" : metrics.body());
        return counts.results()
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
    }

    /** How many requests of any kind have come to its API since its start, and were answered. */
    long requests() {
        HttpResponse<String> metrics = get("http://" + adminAddress() + "/prometheus");
        return COUNTED.matcher(metrics == null ? "" : metrics.body())
                .results()
                .mapToLong(count -> (long) Double.parseDouble(count.group(1)))
                .sum();
    }

    /** The value of one of its gauges. */
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

    /** Sends a signal by its name, {@code TERM}. */
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
