package atelier.operations.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FullTier("waits for the end of a drain")
class DrainTest {
    private static final String READY = "/health-check?type=ready";

    @TempDir
    private Path directory;

    @Test
    void aStoppingNodeReportsItAndStillServes() throws Exception {
        Map<String, String> environment = Map.of("ATELIER_DATA", directory.toString(), "DRAIN_WAIT", "3s");
        try (Program program = Program.start(environment, "server", "../config.yml")) {
            program.awaitAnswer();
            assertThat(program.get(READY).statusCode()).isEqualTo(200);
            try (Socket connection = new Socket("localhost", program.port())) {
                assertThat(ask(connection)).startsWith("HTTP/1.1 200");

                program.askToStop();

                Program.await("it says so", () -> program.get(READY).statusCode() == 503);
                assertThat(program.get("/products/1").statusCode()).isEqualTo(200);
                assertThat(program.get(READY)
                                .headers()
                                .firstValue("Cache-Control")
                                .orElse(""))
                        .contains("no-store");
                List<String> responses = new ArrayList<>();
                for (String response = ask(connection); !response.isEmpty(); response = ask(connection)) {
                    responses.add(response);
                }
                // Until the connection was closed, none was refused.
                assertThat(responses).isNotEmpty().allMatch(response -> response.startsWith("HTTP/1.1 200"));
            }
            assertThat(program.awaitExit()).isEqualTo(143);
        }
    }

    /** Asks on a connection that stays open, and returns the status line; empty if it is closed. */
    private static String ask(Socket connection) {
        try {
            connection.setSoTimeout(5_000);
            connection
                    .getOutputStream()
                    .write("HEAD /products/1 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            String status = reader.readLine();
            String header = status;
            while (header != null && !header.isEmpty()) {
                header = reader.readLine();
            }
            return status == null ? "" : status;
        } catch (IOException e) {
            return "";
        }
    }
}
