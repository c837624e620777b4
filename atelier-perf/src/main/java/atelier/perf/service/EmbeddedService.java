package atelier.perf.service;

import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packaged service as a child process, on ports that nobody else has and with a data folder that is kept for the next
 * run. It ends when it is closed, and when this process ends in any other way.
 */
public final class EmbeddedService implements AutoCloseable {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final String TAKEN = "Another run with -Dtarget=embedded is going on in this folder: "
            + "wait for its end, or give the address of a running service as -Dtarget";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

    private final Path folder;
    private final RunLock lock;
    private final GuardedProcess process;
    private final ServiceLog log;
    private final HttpClient client = HttpClient.newHttpClient();
    private int applicationPort;
    private int adminPort;

    private EmbeddedService(Path folder, RunLock lock, GuardedProcess process, ServiceLog log) {
        this.folder = folder;
        this.lock = lock;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the service of a project and waits until it answers. Its settings are config.yml's defaults, whatever the shell says, but
     * that it logs no requests; its log is {@code atelier-perf/target/embedded.log}.
     *
     * @throws UsageException if it has not been built, another run has it, or it does not answer within a minute
     */
    public static EmbeddedService start(Path project) {
        return start(project, project.resolve("atelier-perf/target/embedded"), Map.of());
    }

    /** Starts it with a data folder of its own, beside which the log is put, and with some settings. */
    static EmbeddedService start(Path project, Path folder, Map<String, String> settings) {
        Path jar = project.resolve("atelier-service/target/atelier-service.jar");
        if (!Files.isReadable(jar)) {
            throw new UsageException(
                    "There is no " + jar.toAbsolutePath().normalize() + ": mvn -DskipTests package builds it.");
        }
        try {
            Path data = Files.createDirectories(folder).toRealPath();
            RunLock lock = RunLock.take(data.resolveSibling(data.getFileName() + ".lock"), TAKEN);
            ServiceLog log = new ServiceLog(data.resolveSibling(data.getFileName() + ".log"));
            GuardedProcess process;
            try {
                process = launch(project, data, settings, log);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
            return new EmbeddedService(data, lock, process, log).awaitAnswer();
        } catch (IOException e) {
            throw new UsageException("The embedded service could not be started: " + e.getMessage(), e);
        }
    }

    private static GuardedProcess launch(Path project, Path data, Map<String, String> settings, ServiceLog log)
            throws IOException {
        Set<String> variables = variables(project);
        Map<String, String> environment = new HashMap<>(
                Map.of("HTTP_HOST", "127.0.0.1", "HTTP_PORT", "0", "ADMIN_PORT", "0", "ATELIER_DATA", data.toString()));
        // The run warms it up, with the traffic that it will have.
        environment.put("WARM_UP_REQUESTS", "0");
        // No balancer is there to notice.
        environment.put("DRAIN_WAIT", "0s");
        // Runs are compared with those of before there was one, and none should fill the disk.
        environment.put("REQUEST_LOG", "off");
        environment.putAll(settings);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(java, "-jar", "atelier-service/target/atelier-service.jar", "server", "config.yml");
        return GuardedProcess.start(command, project, variables, environment, log.file());
    }

    /** Names the variables that config.yml reads, which a process must not inherit if it is to have its defaults. */
    public static Set<String> variables(Path project) throws IOException {
        return VARIABLE.matcher(Files.readString(project.resolve("config.yml")))
                .results()
                .map(variable -> variable.group(1))
                .collect(Collectors.toSet());
    }

    private EmbeddedService awaitAnswer() {
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!answers()) {
                if (!process.isAlive()) {
                    throw new UsageException("The embedded service ended with status " + process.exitStatus()
                            + " before it answered. " + log.end());
                }
                if (System.nanoTime() > deadline) {
                    throw new UsageException("The embedded service did not answer within " + PATIENCE.toSeconds()
                            + " seconds. " + log.end());
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return this;
        } catch (UsageException | UncheckedIOException e) {
            close();
            throw e;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new UsageException("Interrupted while the embedded service started", e);
        }
    }

    private boolean answers() throws InterruptedException {
        applicationPort = log.port("application").orElse(0);
        adminPort = log.port("admin").orElse(0);
        if (applicationPort == 0 || adminPort == 0) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl() + "/products"))
                .timeout(ANSWER_PATIENCE)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the address to which the paths of the API are added, {@code http://127.0.0.1:45163}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + applicationPort;
    }

    /** Returns {@code host:port} of the admin pages. */
    public String adminAddress() {
        return "127.0.0.1:" + adminPort;
    }

    /** Returns the process below which everything of the service runs, but for its database. */
    ProcessHandle process() {
        return process.handle();
    }

    /** Stops the service and its database, within half a minute whatever they do. */
    @Override
    public void close() {
        process.close();
        LeftoverDatabase.stop(folder);
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
