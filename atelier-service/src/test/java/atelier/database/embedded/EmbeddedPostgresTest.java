package atelier.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.ServerProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {
    @TempDir
    private Path folder;

    @Test
    @FullTier("three starts of a server")
    void serverOfAnotherDirectoryIsNotStoppedAsALeftover() throws Exception {
        DataDirectory first = new DataDirectory(folder.resolve("first"));
        DataDirectory second = new DataDirectory(folder.resolve("second"));
        start(second).close();
        try (EmbeddedPostgres running = start(first)) {
            Path pidFile = Path.of("postmaster.pid");
            Files.copy(
                    first.database().resolve(pidFile),
                    second.database().resolve(pidFile),
                    StandardCopyOption.REPLACE_EXISTING);

            start(second).close();

            assertThat(first.login()).isPresent();
            assertThat(ProcessHandle.of(pid(first)))
                    .as("the process of %s", running)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\u0000\u0000\u0000\u0000", "garbage\n", "99999999999999999999999\n"})
    void damagedProcessFileOfNoServerIsDeleted(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("postmaster.pid"), content);

        assertThat(LeftoverServer.find(folder)).isEmpty();

        assertThat(file).doesNotExist();
    }

    @Test
    void startWithADamagedProcessFileSucceedsUnlessAServerRuns() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        long ended;
        try (EmbeddedPostgres created = start(directory)) {
            ended = pid(directory);
            assertThat(ProcessHandle.of(ended)).as("%s", created).isPresent();
        }
        // PostgreSQL deletes its process file shortly before its process ends.
        Program.await(
                "the end of the first server", () -> ProcessHandle.of(ended).isEmpty());
        Path file = directory.database().resolve("postmaster.pid");
        Files.writeString(file, "");
        try (EmbeddedPostgres running = start(directory)) {
            String content = Files.readString(file);
            long server = pid(directory);
            Files.writeString(file, "");
            try {
                assertThatThrownBy(() -> LeftoverServer.find(directory.database()))
                        .as("%s", running)
                        .isInstanceOf(OperatorException.class)
                        .hasMessageContaining("kill -INT " + server);
            } finally {
                Files.writeString(file, content);
            }
        }
    }

    /** Stops PostgreSQL's processes by SIGSTOP: they get no signal until they go on, except SIGKILL. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @FullTier("two starts, and the limits of a server that does not respond")
    void hangingServerIsKilledAndItsDataSurvive(boolean withAllProcesses) throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        EmbeddedPostgres hanging = start(directory);
        execute(directory, "CREATE TABLE kept AS SELECT 42 AS number");
        List<String> processes = ServerProcesses.of(folder);
        ServerProcesses.signal("-STOP", withAllProcesses ? processes : processes.subList(0, 1));

        long start = System.nanoTime();
        hanging.close();

        // The limits are 12 s together. Without them this takes two minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
        for (String process : processes) {
            Program.await("the end of process " + process, () -> ended(process));
        }
        try (EmbeddedPostgres recovered = start(directory)) {
            assertThat(execute(directory, "SELECT number FROM kept"))
                    .as("%s", recovered)
                    .isEqualTo("42");
        }
    }

    private static boolean ended(String process) {
        return ProcessHandle.of(Long.parseLong(process))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }

    private static String execute(DataDirectory directory, String sql) throws SQLException {
        DataDirectory.Login login = directory.login().orElseThrow();
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void serverThatHasEndedBeforeItIsStoppedFreesItsDirectory() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        EmbeddedPostgres ended = start(directory);
        String server = Long.toString(pid(directory));
        ServerProcesses.signal("-INT", List.of(server));
        Program.await("the end of PostgreSQL", () -> ended(server));

        ended.close();

        start(directory).close();
    }

    @Test
    void missingPasswordIsNamedAndNoServerIsLeft() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        start(directory).close();
        Files.delete(directory.password());

        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(directory.password() + " does not exist. Restore that file");
        assertThat(directory.database().resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void passwordThatIsADirectoryOrEmptyIsNamed() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        start(directory).close();

        Files.write(directory.password(), new byte[0]);
        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(directory.password() + " cannot be read, or is empty");
        Files.delete(directory.password());
        Files.createDirectory(directory.password());
        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(directory.password() + " cannot be read, or is empty");
    }

    @Test
    void databaseWithoutItsVersionIsDamaged() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        Path version = Files.createDirectories(directory.database()).resolve("PG_VERSION");

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> start(directory))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining(
                            directory.database() + " is damaged: its file PG_VERSION is missing or empty");
            Files.writeString(version, "\n");
        }
    }

    @Test
    void failedStartShowsTheEndOfTheServersLog() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        start(directory).close();
        Files.setPosixFilePermissions(directory.database(), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> start(directory))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("invalid permissions")
                .hasMessageNotContaining("\n");
    }

    private static EmbeddedPostgres start(DataDirectory directory) {
        return EmbeddedPostgres.start(directory).orElseThrow();
    }

    private static long pid(DataDirectory directory) throws Exception {
        return Long.parseLong(Files.readAllLines(directory.database().resolve("postmaster.pid"))
                .get(0));
    }
}
