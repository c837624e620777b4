package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.Shopper;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oldest PostgreSQL that docs/running.md allows. All other tests use the newest, which accepts more SQL. */
@FullTier("seven starts of the program, and another PostgreSQL")
class OldestPostgresTest {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final String TOKEN = "0123456789".repeat(4);

    @TempDir
    private Path folder;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("initdb")), "PostgreSQL 15 is not installed");
        int port = Program.freePort();
        run("initdb", "-U", "atelier", "-A", "trust", "--encoding=UTF8", "--locale=C");
        run(
                "pg_ctl",
                "start",
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -k '' -c fsync=off");
        environment = Map.of(
                "DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "DATABASE_USER",
                "atelier",
                "DEMO_PRODUCTS",
                "20",
                "WRITE_TOKENS",
                "keeper:" + TOKEN);
    }

    @AfterEach
    void stop() throws Exception {
        if (!environment.isEmpty()) {
            run("pg_ctl", "stop", "-w", "-m", "immediate");
        }
    }

    private void run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root, which is nobody in a user namespace of its own.
            command.addAll(List.of("unshare", "--user"));
        }
        command.addAll(List.of(
                PROGRAMS.resolve(program).toString(),
                "-D",
                folder.resolve("data").toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve(program + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }

    @Test
    void everyStatementIsAccepted() {
        assertThat(end("prepare", "../config.yml")).isZero();
        String files = folder.resolve("files").toString();
        assertThat(end("generate", files, "--products", "30")).isZero();
        assertThat(importFiles(files)).isZero();
        assertThat(importFiles(files)).isZero();

        try (Program served = Program.start(environment, "server", "../config.yml")) {
            served.awaitAnswer();
            Shopper shopper = new Shopper(served.port());
            assertThat(Stream.of(
                                    "/products?page=2",
                                    "/products/1",
                                    "/products/1/styles",
                                    "/products/1/related",
                                    "/reviews?product_id=1&sort=newest",
                                    "/reviews?product_id=1&sort=helpful",
                                    "/reviews?product_id=1",
                                    "/reviews/meta?product_id=1",
                                    "/qa/questions?product_id=1",
                                    "/qa/questions/1/answers",
                                    "/cart")
                            .filter(path -> served.get(path).statusCode() != 200))
                    .isEmpty();
            String text = "{\"product_id\":1,\"rating\":5,\"sku_id\":1,\"body\":\"b\",\"name\":\"n\",\"email\":\"e\","
                    + "\"photos\":[\"u\"],\"characteristics\":{\"1\":5},\"element\":\"e\",\"widget\":\"w\",\"time\":\"t\"}";
            for (String path :
                    List.of("/reviews", "/qa/questions", "/qa/questions/1/answers", "/cart", "/interactions")) {
                assertThat(shopper.post(path, text).statusCode()).as(path).isEqualTo(201);
            }
            for (String path : List.of("/reviews/1", "/reviews/2", "/qa/questions/1", "/qa/answers/1")) {
                assertThat(shopper.put(path + "/helpful").statusCode()).as(path).isEqualTo(204);
                assertThat(shopper.put(path + "/report").statusCode()).as(path).isEqualTo(204);
            }
            assertThat(keeper(shopper, "PATCH", "/products/1", "{\"slogan\":\"Fresh\"}"))
                    .isEqualTo(200);
            assertThat(keeper(shopper, "GET", "/reported", "")).isEqualTo(200);
            assertThat(keeper(shopper, "DELETE", "/reported/reviews/1", "")).isEqualTo(204);
            for (String path : List.of("/reviews/2", "/qa/answers/1", "/qa/questions/1")) {
                assertThat(keeper(shopper, "DELETE", path, "")).as(path).isEqualTo(204);
            }
            assertThat(keeper(shopper, "POST", "/reported/clear", "{\"product_id\":1,\"action\":\"restore\"}"))
                    .isEqualTo(200);
        }
        assertThat(importFiles(files)).isEqualTo(1);
        assertThat(importFiles(files, "--discard-written")).isZero();
    }

    private static int keeper(Shopper shopper, String method, String path, String body) {
        return shopper.send(
                        method,
                        path,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                        "Authorization",
                        "Bearer " + TOKEN,
                        "If-Match",
                        "*",
                        "Content-Type",
                        "application/json")
                .statusCode();
    }

    private int importFiles(String files, String... options) {
        List<String> arguments = new ArrayList<>(List.of("import", "../config.yml", files));
        arguments.addAll(List.of("--report", folder.resolve("report.json").toString()));
        arguments.addAll(List.of("--rejects", folder.resolve("rejects.csv").toString()));
        arguments.addAll(List.of(options));
        return end(arguments.toArray(String[]::new));
    }

    private int end(String... arguments) {
        try (Program program = Program.start(environment, arguments)) {
            int status = program.awaitExit();
            assertThat(program.output()).doesNotContain("ERROR:");
            return status;
        }
    }
}
