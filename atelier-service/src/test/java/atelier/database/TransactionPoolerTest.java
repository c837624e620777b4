package atelier.database;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** PgBouncer between the program and PostgreSQL. */
@ExtendWith(RunningService.class)
@FullTier("starts of the program and of PgBouncer")
class TransactionPoolerTest {
    private static final String CONFIGURATION = "../config.yml";

    private static final String TOKEN = "0123456789".repeat(4);
    private static final String EDIT = "{\"slogan\":\"Fresh\"}";

    @TempDir
    private Path directory;

    @Test
    void serviceReadsThroughAPoolerInTransactionMode(Service service) throws Exception {
        DatabaseSettings settings = service.newDatabase("pooled");
        Map<String, String> direct = environment(settings);
        prepare(direct);
        try (PgBouncer pooler = new PgBouncer(settings, "transaction");
                Program served = Program.start(pooler.environment(), "server", CONFIGURATION)) {
            served.awaitAnswer();
            assertThat(served.output()).contains("is a connection pooler in transaction mode");

            // More queries than the driver sends before it prepares one, in turns on both pools.
            for (int id = 1; id <= 30; id++) {
                assertThat(served.get("/products/" + id).statusCode()).isEqualTo(200);
                assertThat(served.get("/products?count=1&page=" + id).statusCode())
                        .isEqualTo(200);
            }
            RawResponse edit = RawConnection.ask(
                    served.port(),
                    request(
                                    "PATCH /products/1",
                                    "If-Match: *",
                                    "Content-Length: " + EDIT.length(),
                                    "Authorization: Bearer " + TOKEN)
                            + EDIT);
            assertThat(edit.status()).isEqualTo(200);
            Program.await("the edit", () -> served.get("/products/1").body().contains("Fresh"));
            service.query(settings, "UPDATE catalogue.edition SET imported_at = now() RETURNING 1");
            Program.await("a new catalogue", () -> served.output().split("Serving the catalogue of", -1).length > 2);
        }
    }

    @Test
    void commandIsRefusedByAPoolerInTransactionModeOnly(Service service) throws Exception {
        DatabaseSettings settings = service.newDatabase("pooled");
        try (PgBouncer pooler = new PgBouncer(settings, "transaction");
                Program refused = Program.start(pooler.environment(), "prepare", CONFIGURATION)) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("atelier: DATABASE_URL leads to a connection pooler in transaction mode")
                    .contains("pool_mode=session")
                    .doesNotContain("\tat ");
        }
        try (PgBouncer pooler = new PgBouncer(settings, "session")) {
            prepare(pooler.environment());
        }
    }

    private static void prepare(Map<String, String> environment) {
        try (Program preparation = Program.start(environment, "prepare", CONFIGURATION)) {
            assertThat(preparation.awaitExit()).as(preparation.output()).isZero();
        }
    }

    private static Map<String, String> environment(DatabaseSettings settings) {
        Map<String, String> environment = new HashMap<>(Service.environment(settings));
        environment.put("DEMO_PRODUCTS", "30");
        environment.put("WRITE_TOKENS", "keeper:" + TOKEN);
        return environment;
    }

    private static Optional<Path> program() {
        return Stream.of((System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private final class PgBouncer implements AutoCloseable {
        private final DatabaseSettings settings;
        private final int port = Program.freePort();
        private final Process process;

        PgBouncer(DatabaseSettings settings, String mode) throws IOException {
            Optional<Path> program = program();
            assumeTrue(program.isPresent(), "pgbouncer is not installed");
            this.settings = settings;
            URI database = URI.create(String.valueOf(settings.url()).substring("jdbc:".length()));
            Path configuration = Files.writeString(
                    directory.resolve("pgbouncer.ini"),
                    String.join(
                            "\n",
                            "[databases]",
                            "pooled = host=" + database.getHost() + " port=" + database.getPort() + " user="
                                    + settings.user() + " password=" + settings.password(),
                            "[pgbouncer]",
                            "listen_addr = 127.0.0.1",
                            "listen_port = " + port,
                            "unix_socket_dir =",
                            "auth_type = any",
                            "pool_mode = " + mode,
                            "ignore_startup_parameters = extra_float_digits,options",
                            ""));
            List<String> command = new ArrayList<>(List.of(program.get().toString()));
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("-u", "nobody"));
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            command.add(configuration.toString());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                    .start();
            Program.await("PgBouncer", this::listens);
        }

        private boolean listens() {
            try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return connection.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        Map<String, String> environment() {
            Map<String, String> environment = TransactionPoolerTest.environment(settings);
            environment.put("DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/pooled");
            return environment;
        }

        @Override
        public void close() {
            process.destroy();
            Program.await("PgBouncer's end", () -> !process.isAlive());
        }
    }
}
