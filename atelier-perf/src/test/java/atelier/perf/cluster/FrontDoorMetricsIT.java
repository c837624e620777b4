package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.FullTier;
import atelier.perf.service.GuardedProcess;
import atelier.perf.service.Waiting;
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
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code front-door} reads the access log of a real nginx. */
@FullTier("starts the program")
class FrontDoorMetricsIT {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final int REFUSED = 30;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void require() {
        Nginx.require(FrontDoorMetricsIT.class);
    }

    @Test
    void errorsOfNginxItselfAreCountedAndTheLogStaysSmall() throws Exception {
        Path log = folder.resolve("metrics.json");
        int port = Ports.free();
        Map<String, String> settings = Map.of(
                "NGINX_METRICS_LOG", log.toString(),
                "NGINX_ACCESS_LOG", "off",
                "NGINX_CLIENT_RATE", "1",
                "NGINX_CLIENT_BURST", "1");
        try (Nginx nginx = Nginx.start(folder.resolve("nginx"), List.of("127.0.0.1:" + Ports.free()), settings);
                GuardedProcess command = start(log, port)) {
            Waiting.until("metrics", () -> command.isAlive() && metrics(port).contains("front_door_unreadable_lines"));

            int refused = 0;
            while (refused < REFUSED) {
                int status = get(nginx.address() + "/products").statusCode();
                assertThat(status).isIn(429, 503);
                refused += status == 429 ? 1 : 0;
            }

            String count = "front_door_request_duration_seconds_count{method=\"GET\",source=\"nginx\",status=\"%s\"} ";
            Waiting.until(
                    "the requests are counted",
                    () -> metrics(port).contains(count.formatted("429") + REFUSED)
                            && metrics(port).contains(count.formatted("503"))
                            && metrics(port).contains("front_door_node_attempts_total{status=\"502\"}"));
            assertThat(metrics(port)).contains("front_door_unreadable_lines_total 0.0");
            // So many lines are longer than the limit. The last lines may be in two blocks of the disk.
            Waiting.until("the log's space is free", () -> occupied(log) <= 8_192);
            assertThat(Files.size(log)).isGreaterThan(12_288);
        }
    }

    /** Returns the bytes of the disk that a file occupies. */
    private static long occupied(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
        return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    private static GuardedProcess start(Path log, int port) throws IOException {
        return GuardedProcess.start(
                Jvm.SHORT_LIVED.command(
                        "front-door", log.toString(), "--port", Integer.toString(port), "--truncate", "1KiB"),
                PROJECT,
                Set.of(),
                Map.of(),
                log.resolveSibling("front-door.log"));
    }

    /** Returns the metrics; nothing while the command starts. */
    private String metrics(int port) throws InterruptedException {
        try {
            return get("http://127.0.0.1:" + port + "/metrics").body();
        } catch (IOException e) {
            return "";
        }
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
