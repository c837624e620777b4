package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.settings.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** How the packaged service ends. Without its jar these tests fail, and the message says how to build it. */
@FullTier("starts the service four times")
@BesideOthers
@ResourceLock("target/embedded-it")
class EmbeddedServiceEndIT {
    private static final Path PROJECT = Path.of("..");
    /** Kept between tests, as between runs, so that only the first start fills the database. */
    private static final Path FOLDER = Path.of("target/embedded-it");

    private static final Map<String, String> SETTINGS =
            Map.of("DEMO_PRODUCTS", "100", "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void closingEndsAllProcesses() throws Exception {
        List<ProcessHandle> processes;
        EmbeddedService service = EmbeddedService.start(PROJECT, FOLDER, SETTINGS);
        try (service) {
            assertThat(status(service.baseUrl() + "/products/100")).isEqualTo(200);
            processes = processes(service);
            assertThat(database()).isPresent();
        }

        assertThat(processes).hasSizeGreaterThanOrEqualTo(3).noneMatch(ProcessHandle::isAlive);
        assertThat(database()).isEmpty();
        service.close();
    }

    @Test
    void serviceThatHangsIsKilledAndItsDatabaseStopped() throws Exception {
        EmbeddedService service = EmbeddedService.start(PROJECT, FOLDER, SETTINGS);
        List<ProcessHandle> processes = processes(service);
        for (ProcessHandle process : processes) {
            if (process.info().command().orElse("").endsWith("java")) {
                signal("STOP", process.pid());
            }
        }

        service.close();

        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(database()).isEmpty();
    }

    @Test
    void killedRunLeavesNoProcess() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RunThatIsKilled.class.getName(),
                        PROJECT.toString(),
                        FOLDER.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // The embedded service must not inherit these.
        builder.environment().putAll(Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none", "HTTP_PORT", "none"));
        Process run = builder.start();
        List<ProcessHandle> processes;
        try (BufferedReader output = run.inputReader(StandardCharsets.UTF_8)) {
            assertThat(status(output.readLine() + "/products/100")).isEqualTo(200);
            processes = run.descendants().toList();
            assertThat(database()).isPresent();
        } finally {
            run.destroyForcibly();
        }

        assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
        Waiting.until("the service has ended", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(database()).isEmpty();
    }

    @Test
    void serviceThatCannotStartSaysWhyAndReleasesItsFolder() throws Exception {
        assertThatThrownBy(() -> EmbeddedService.start(PROJECT, FOLDER, Map.of("DATABASE_POOL_SIZE", "-7")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("ended with status 1 before it responded")
                .hasMessageContaining("DATABASE_POOL_SIZE must be at least 1")
                .hasMessageContaining("embedded-it.log");

        RunLock.take(Path.of("target/embedded-it.lock"), "taken").close();
    }

    private int status(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static List<ProcessHandle> processes(EmbeddedService service) {
        return Stream.concat(Stream.of(service.process()), service.process().descendants())
                .toList();
    }

    private static Optional<ProcessHandle> database() throws IOException {
        Path pidFile = FOLDER.resolve("database/postmaster.pid");
        return Files.exists(pidFile)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
                : Optional.empty();
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
