package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class CopyFileTest {
    private static final int ROWS = 100_000;
    private static final byte[] TEXT = "Gläserner Schuh".getBytes(StandardCharsets.UTF_8);

    @Test
    void isCopiedWhileItIsWritten(Service service) throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = table(database);
                CopyFile file = new CopyFile("catalogue_next.copied", List.of("number", "words"))) {
            write(file);
            CompletableFuture<Void> copied = CompletableFuture.runAsync(() -> copy(file, connection));
            Program.await(
                    "PostgreSQL to have taken what is there",
                    () -> "t"
                            .equals(service.query(
                                    "SELECT coalesce(max(tuples_processed), 0) > 90000 FROM pg_stat_progress_copy")));
            write(file);
            assertThat(copied).isNotDone();
            file.complete();

            copied.get(1, TimeUnit.MINUTES);
            assertThat(rows(connection)).isEqualTo(2 * ROWS);
        }
    }

    @Test
    void failsTheCopyAsItsWriterFailed(Service service) throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = table(database);
                CopyFile file = new CopyFile("catalogue_next.copied", List.of("number", "words"))) {
            write(file);
            CompletableFuture<Void> copied = CompletableFuture.runAsync(() -> copy(file, connection));
            file.fail(new IOException("no room"));

            assertThatThrownBy(() -> copied.get(1, TimeUnit.MINUTES)).hasStackTraceContaining("no room");
        }
    }

    /** In a transaction that nobody commits. */
    private static Connection table(Database database) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE SCHEMA catalogue_next; CREATE TABLE catalogue_next.copied (number integer, words text)");
        }
        return connection;
    }

    private static int rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM catalogue_next.copied WHERE words LIKE 'Gl_serner Schuh'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void write(CopyFile file) throws IOException, SQLException {
        for (int row = 0; row < ROWS; row++) {
            file.rows().begin().number(row).bytes(TEXT).end();
        }
    }

    private static void copy(CopyFile file, Connection connection) {
        try {
            file.copy(connection);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
