package atelier.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    private static final String CONFIGURATION = "../config.yml";

    @TempDir
    private Path directory;

    private Program serve() {
        return Program.start(Map.of("ATELIER_DATA", directory.toString()), "server", CONFIGURATION);
    }

    @Test
    @FullTier("three starts with a server of their own")
    void firstStartGeneratesACatalogueThatSurvivesStopsAndKills() throws Exception {
        String response;
        Map<String, String> defaults = Map.of("ATELIER_DATA", directory.toString(), "DEMO_PRODUCTS", "");
        try (Program first = Program.start(defaults, "server", CONFIGURATION)) {
            response = first.awaitAnswer().get("/products/1000").body();
            assertThat(first.get("/products").headers().firstValue("X-Total-Count"))
                    .contains("1000");
            assertThat(first.terminate()).isEqualTo(143);
            assertThat(directory.resolve("database/postmaster.pid")).doesNotExist();
        }
        try (Program second = serve()) {
            assertThat(second.awaitAnswer().get("/products/1000").body()).isEqualTo(response);
            second.kill();
            assertThat(postgres()).as("PostgreSQL outlives its killed owner").isTrue();
        }
        try (Program third = serve()) {
            assertThat(third.awaitAnswer().get("/products/1000").body()).isEqualTo(response);
        }
        assertThat(directory.resolve("database/postmaster.pid")).doesNotExist();
    }

    @Test
    @FullTier("two starts with a server of their own")
    void dataDirectoryOfAnotherProcessIsRejectedInOneLine() {
        try (Program owner = serve()) {
            owner.awaitAnswer();
            try (Program intruder = serve()) {
                assertThat(intruder.awaitExit()).isEqualTo(1);
                assertThat(intruder.output())
                        .contains("atelier: The data directory " + directory + " is in use by process " + owner.pid())
                        .doesNotContain("\tat ");
            }
            assertThat(owner.get("/products/1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @FullTier("a start with a server of its own")
    void takenPortIsReportedInOneLineAndTheDatabaseStops() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> environment =
                    Map.of("ATELIER_DATA", directory.toString(), "HTTP_PORT", Integer.toString(taken.getLocalPort()));
            try (Program program = Program.start(environment, "server", CONFIGURATION)) {
                assertThat(program.awaitExit()).isEqualTo(1);
                assertThat(program.output())
                        .contains(taken.getLocalPort() + ": the port is in use; choose another by HTTP_PORT")
                        .doesNotContain("\tat ");
            }
        }
        assertThat(directory.resolve("database/postmaster.pid")).doesNotExist();
    }

    @Test
    @FullTier("three starts with a server of their own")
    void nextStartRecoversFromAKilledFirstStart() throws Exception {
        try (Program killed = serve()) {
            Program.await("initdb to begin", () -> unfinished().length > 0);
            killed.kill();
        }
        try (Program next = serve()) {
            assertThat(next.awaitAnswer().get("/products/1").statusCode()).isEqualTo(200);
        }
        // By now the initdb of the killed start has ended, and the third start deletes its leftovers.
        try (Program third = serve()) {
            third.awaitAnswer();
            assertThat(unfinished()).isEmpty();
        }
    }

    private String[] unfinished() {
        return Objects.requireNonNull(directory.toFile().list((folder, name) -> name.startsWith("database-new-")));
    }

    @Test
    @FullTier("two servers of its own")
    void passwordOfAnotherDatabaseIsExplained() throws Exception {
        EmbeddedPostgres.start(new DataDirectory(directory)).orElseThrow().close();
        Files.writeString(directory.resolve("password"), "another");

        try (Program program = serve()) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("Restore the file password in " + directory + ", or move the folder database there away")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void dataOfAnotherPostgresVersionIsReported() throws Exception {
        Files.createDirectories(directory.resolve("database"));
        Files.writeString(directory.resolve("database/PG_VERSION"), "15\n");

        try (Program program = serve()) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output()).contains("was made by PostgreSQL 15").doesNotContain("\tat ");
        }
    }

    private boolean postgres() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(directory.resolve("database/postmaster.pid")).get(0));
        return ProcessHandle.of(pid).isPresent();
    }
}
