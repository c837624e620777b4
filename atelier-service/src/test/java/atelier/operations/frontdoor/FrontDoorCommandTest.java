package atelier.operations.frontdoor;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FullTier("each test starts the program")
class FrontDoorCommandTest {
    private static final Pattern PORT = Pattern.compile("metrics on port (\\d+)");

    @TempDir
    private Path directory;

    @Test
    void countsLinesUntilItIsStopped() throws Exception {
        Path log = Files.createFile(directory.resolve("access.json"));
        try (Program program =
                Program.start(Map.of(), "front-door", log.toString(), "--port", "0", "--truncate", "1KiB")) {
            Program.await("the start", () -> PORT.matcher(program.output()).find());
            Matcher port = PORT.matcher(program.output());
            assertThat(port.find()).isTrue();
            String address = "http://127.0.0.1:" + port.group(1);

            Files.writeString(log, FrontDoorMetricsTest.line("GET", "503", "0.001", "502", "MISS") + "\n", APPEND);

            Program.await(
                    "the line to be counted",
                    () -> get(address + "/metrics")
                            .body()
                            .contains("front_door_request_duration_seconds_count"
                                    + "{method=\"GET\",source=\"nginx\",status=\"503\"} 1"));
            assertThat(get(address + "/metrics").body())
                    .contains("process_start_time_seconds", "background_thread_up{thread=\"access-log\"} 1");
            assertThat(get(address + "/").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "much", "8MiB 1"})
    void aSizeWithoutUnitIsRefused(String size) {
        try (Program program = Program.start(
                Map.of(), "front-door", directory.resolve("access.json").toString(), "--truncate", size)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("--truncate takes a size such as 8MiB, not \"" + size + "\"")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void anAddressInUseEndsItWithOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program program = Program.start(
                        Map.of(),
                        "front-door",
                        directory.resolve("access.json").toString(),
                        "--port",
                        Integer.toString(taken.getLocalPort()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains(Integer.toString(taken.getLocalPort()), "--port")
                    .doesNotContain("\tat ");
        }
    }

    private static HttpResponse<String> get(String address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
