package atelier;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar itself, whose packing can lose what the classes have. */
class PackagedJarIT {
    private static final String CONFIGURATION = "../config.yml";

    @TempDir
    private Path directory;

    @Test
    void servesAndTakesAGeneratedCatalogueWhileItServes() throws Exception {
        Map<String, String> environment =
                Map.of("ATELIER_DATA", directory.resolve("data").toString());
        String catalogue = directory.resolve("catalogue").toString();
        try (Program service = Program.startJar(environment, "server", CONFIGURATION)) {
            service.awaitAnswer();
            assertThat(service.get("/products/1000").statusCode()).isEqualTo(200);
            assertThat(service.get("/").body()).contains("\"documentation\":\"/docs/api.md\"");
            assertThat(service.get("/docs/api.md").body()).isEqualTo(Files.readString(Path.of("../docs/api.md")));

            succeed(environment, "generate", catalogue, "--products", "1234");
            succeed(environment, "import", CONFIGURATION, catalogue);

            Program.await(
                    "the new catalogue",
                    () -> service.get("/products/1234/styles").statusCode() == 200);
            assertThat(service.terminate()).isEqualTo(143);
        }
    }

    private static void succeed(Map<String, String> environment, String... arguments) {
        try (Program program = Program.startJar(environment, arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
        }
    }
}
