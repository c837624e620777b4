package atelier.operations.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FullTier("starts with a server of their own and a warm-up")
class WarmUpTest {
    @TempDir
    private Path directory;

    @Test
    void aNodeWarmsUpBeforeItsPortOpens() {
        Map<String, String> environment = Map.of("ATELIER_DATA", directory.toString(), "WARM_UP_REQUESTS", "300");
        try (Program program = Program.start(environment, "server", "../config.yml")) {
            program.awaitAnswer();

            assertThat(program.output()).contains("Warm after 300 requests").doesNotContain("The warm-up failed");
            // Of the port that clients use, not of the warm-up's.
            String line =
                    "Serving http://localhost:" + program.port() + " (shop /shop, docs /docs), admin http://localhost:";
            Program.await("the line with the addresses", () -> program.output().contains(line));
        }
    }

    @Test
    void aNodeThatIsNotWarmInTimeTakesTrafficNevertheless() {
        Map<String, String> environment =
                Map.of("ATELIER_DATA", directory.toString(), "WARM_UP_REQUESTS", "10000000", "WARM_UP_LIMIT", "100ms");
        try (Program program = Program.start(environment, "server", "../config.yml")) {
            assertThat(program.awaitAnswer().get("/products/1").statusCode()).isEqualTo(200);

            assertThat(program.output()).containsPattern("Warm after \\d{1,4} requests");
        }
    }
}
