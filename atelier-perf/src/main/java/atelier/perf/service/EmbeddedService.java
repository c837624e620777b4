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
 * The packaged service as a child process, on free ports and with a data folder that the next run reuses. It ends when it is closed,
 * and also when this process ends in any other way.
 */
public final class EmbeddedService implements AutoCloseable {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final String TAKEN = "Another run with -Dtarget=embedded uses this folder: "
            + "wait until it ends, or set -Dtarget to the address of a running service";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(5);

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
     * Starts the service of a project and waits until it responds. Its settings are the defaults of config.yml, whatever the shell's
     * environment, except that it logs no requests. Its own log is {@code atelier-perf/target/embedded.log}.
     *
     * @throws UsageException if the jar is missing, another run uses the service, or it does not respond within a minute
     */
    public static EmbeddedService start(Path project) {
        return start(project, project.resolve("atelier-perf/target/embedded"), Map.of());
    }

    /** Starts the service with its own data folder, a log beside that folder, and further settings. */
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
            return new EmbeddedService(data, lock, process, log).awaitResponse();
        } catch (IOException e) {
            throw new UsageException("The embedded service could not be started: " + e.getMessage(), e);
        }
    }

    private static GuardedProcess launch(Path project, Path data, Map<String, String> settings, ServiceLog log)
            throws IOException {
        Set<String> variables = variables(project);
        Map<String, String> environment = new HashMap<>(
                Map.of("HTTP_HOST", "127.0.0.1", "HTTP_PORT", "0", "ADMIN_PORT", "0", "ATELIER_DATA", data.toString()));
        // The run itself warms the service up, with its own traffic.
        environment.put("WARM_UP_REQUESTS", "0");
        // There is no load balancer to wait for.
        environment.put("DRAIN_WAIT", "0s");
        // A request log would change the figures and fill the disk.
        environment.put("REQUEST_LOG", "off");
        environment.putAll(settings);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(java, "-jar", "atelier-service/target/atelier-service.jar", "server", "config.yml");
        return GuardedProcess.start(command, project, variables, environment, log.file());
    }

    /** Returns the environment variables that config.yml reads; a process that shall have the defaults must not inherit them. */
    public static Set<String> variables(Path project) throws IOException {
        return VARIABLE.matcher(Files.readString(project.resolve("config.yml")))
                .results()
                .map(variable -> variable.group(1))
                .collect(Collectors.toSet());
    }

    private EmbeddedService awaitResponse() {
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!responds()) {
                if (!process.isAlive()) {
                    throw new UsageException("The embedded service ended with status " + process.exitStatus()
                            + " before it responded. " + log.end());
                }
                if (System.nanoTime() > deadline) {
                    throw new UsageException("The embedded service did not respond within " + PATIENCE.toSeconds()
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

    private boolean responds() throws InterruptedException {
        applicationPort = log.port("application").orElse(0);
        adminPort = log.port("admin").orElse(0);
        if (applicationPort == 0 || adminPort == 0) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl() + "/products"))
                .timeout(RESPONSE_LIMIT)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the base URL of the API, for example {@code http://127.0.0.1:45163}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + applicationPort;
    }

    /** Returns {@code host:port} of the admin port. */
    public String adminAddress() {
        return "127.0.0.1:" + adminPort;
    }

    /** Returns the root of the service's process tree, without its database. */
    ProcessHandle process() {
        return process.handle();
    }

    /** Stops the service and its database, within half a minute even if they hang. */
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
