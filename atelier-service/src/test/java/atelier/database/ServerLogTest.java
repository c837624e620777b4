package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What PostgreSQL logs with the settings of docker/postgresql.conf. */
@ExtendWith(RunningService.class)
class ServerLogTest {
    private static final Path SETTINGS = Path.of("../docker/postgresql.conf");

    @Test
    void emailOfASlowWriteIsNotLogged(Service service) throws Exception {
        Path log = Path.of(service.query("SHOW data_directory")).resolveSibling("postgresql.log");
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String line : Files.readAllLines(SETTINGS)) {
                if (line.startsWith("log_min_") || line.startsWith("log_parameter_")) {
                    statement.execute("SET " + line.replaceFirst("\\s*#.*", "").replaceFirst("= *(.*)", "= '$1'"));
                }
            }
            assertThat(setting(statement)).isEqualTo("250ms");
            statement.execute("SET log_min_duration_statement = 0");
            try (PreparedStatement write = connection.prepareStatement("SELECT ?::text AS email_of_a_shopper")) {
                write.setString(1, "eve@shop.example");
                write.executeQuery().close();
            }
        }

        Program.await("the slow statement in the log", () -> read(log).contains("AS email_of_a_shopper"));
        assertThat(read(log)).doesNotContain("eve@shop.example");
    }

    private static String setting(Statement statement) throws Exception {
        try (var row = statement.executeQuery("SHOW log_min_duration_statement")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
