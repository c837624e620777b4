package atelier.catalogue.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
                CopyFile file = new CopyFile(2)) {
            write(file);
            CompletableFuture<Long> copied = CompletableFuture.supplyAsync(() -> copy(file, connection));
            Program.await(
                    "PostgreSQL to have taken what is there",
                    () -> "t"
                            .equals(service.query(
                                    "SELECT coalesce(max(tuples_processed), 0) > 90000 FROM pg_stat_progress_copy")));
            write(file);
            assertThat(copied).isNotDone();
            file.complete();

            assertThat(copied.get(1, TimeUnit.MINUTES)).isEqualTo(2 * ROWS);
        }
    }

    @Test
    void failsTheCopyAsItsWriterFailed(Service service) throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = table(database);
                CopyFile file = new CopyFile(2)) {
            write(file);
            CompletableFuture<Long> copied = CompletableFuture.supplyAsync(() -> copy(file, connection));
            file.fail(new IOException("no room"));

            assertThatThrownBy(() -> copied.get(1, TimeUnit.MINUTES)).hasStackTraceContaining("no room");
        }
    }

    /** In a transaction that nobody commits. */
    private static Connection table(Database database) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE public.copied (number integer, words text)");
        }
        return connection;
    }

    private static void write(CopyFile file) throws IOException, SQLException {
        for (int row = 0; row < ROWS; row++) {
            file.rows().begin().number(row).bytes(TEXT).end();
        }
    }

    private static long copy(CopyFile file, Connection connection) {
        try {
            return file.copyInto("public.copied (number, words)", connection);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
