import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * Measures PostgreSQL's own COPY of a catalogue: {@code java -cp atelier-service.jar PlainCopy.java URL PASSWORD_FILE DIR}.
 *
 * <p>First it exports the tables of the six CSV files to DIR. Then it loads them in one transaction into equal tables, and adds the same
 * keys and foreign keys. Tables that an import computes from them are left out. It prints the seconds of the second part.
 */
public class PlainCopy {
    /** The tables that an import computes. */
    private static final String PREPARED = "('document', 'page_start', 'edition')";

    private static final int BLOCK = 65_536;

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        String password = Files.readString(Path.of(arguments[1])).strip();
        try (Connection connection = DriverManager.getConnection(arguments[0], "atelier", password);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS baseline CASCADE");
            statement.execute("SET search_path = catalogue");
            List<String> tables = names(statement, """
                    SELECT relname FROM pg_class
                    WHERE relnamespace = 'catalogue'::regnamespace AND relkind = 'r' AND relname NOT IN PREPARED ORDER BY relname""".replace("PREPARED", PREPARED));
            List<String> keys = names(statement, """
                    SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
                    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
                    WHERE connamespace = 'catalogue'::regnamespace AND contype IN ('p', 'u', 'f') AND relname NOT IN PREPARED
                    ORDER BY contype = 'f', pg_constraint.oid""".replace("PREPARED", PREPARED));
            for (String table : tables) {
                try (OutputStream file = Files.newOutputStream(folder.resolve(table))) {
                    connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy(table, "TO STDOUT"), file);
                }
            }
            long start = System.nanoTime();
            load(connection, statement, folder, tables, keys);
            System.out.printf(Locale.ROOT, "seconds: %.2f%n", (System.nanoTime() - start) / 1e9);
            connection.setAutoCommit(true);
            statement.execute("DROP SCHEMA baseline CASCADE");
        }
    }

    private static void load(
            Connection connection, Statement statement, Path folder, List<String> tables, List<String> keys)
            throws Exception {
        // PostgreSQL writes no write-ahead log for a table of the same transaction. The service's import uses this too.
        connection.setAutoCommit(false);
        statement.execute("SET LOCAL maintenance_work_mem = '256MB'");
        statement.execute("CREATE SCHEMA baseline");
        statement.execute("SET LOCAL search_path = baseline");
        for (String table : tables) {
            statement.execute("CREATE TABLE " + table + " (LIKE catalogue." + table + ")");
        }
        for (String table : tables) {
            try (InputStream file = Files.newInputStream(folder.resolve(table))) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy(table, "FROM STDIN"), file, BLOCK);
            }
        }
        for (String table : tables) {
            statement.execute("ANALYZE " + table);
        }
        for (String key : keys) {
            statement.execute(key);
        }
        connection.commit();
    }

    private static String copy(String table, String direction) {
        return "COPY " + table + " " + direction + " WITH (FORMAT csv)";
    }

    private static List<String> names(Statement statement, String query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
