import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Measures PostgreSQL's own COPY of what an import has loaded: {@code java -cp atelier-service.jar PlainCopy.java URL PASSWORD_FILE DIR}.
 *
 * <p>First it exports the tables of the CSV files to DIR. Then it loads them into equal tables, a transaction for each schema, and adds the
 * same keys, foreign keys and indexes. Tables that an import computes from them are left out. It prints the seconds of the second part.
 */
public class PlainCopy {
    private static final List<String> SCHEMAS = List.of("catalogue", "reviews", "questions");

    /** The tables that an import computes. */
    private static final String PREPARED =
            "('document', 'page_start', 'rating_count', 'characteristic_sum', 'edition')";

    /** The columns of a table, without that of the questions' answers, which an import computes too. */
    private static final String COLUMNS = """
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = '{schema}.{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'answers'""";

    private static final String TABLES = """
            SELECT relname FROM pg_class
            WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND relname NOT IN {prepared} ORDER BY oid""";

    private static final String KEYS = """
            SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
            FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
            WHERE connamespace = '{schema}'::regnamespace AND contype IN ('p', 'u', 'f') AND relname NOT IN {prepared}
            ORDER BY contype = 'f', pg_constraint.oid""";

    private static final String INDEXES = """
            SELECT pg_get_indexdef(indexrelid, 0, true)
            FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
            WHERE relnamespace = '{schema}'::regnamespace AND relname NOT IN {prepared}
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
            ORDER BY indexrelid""";

    private static final int BLOCK = 65_536;

    private static double cpuSeconds;

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        String password = Files.readString(Path.of(arguments[1])).strip();
        try (Connection connection = DriverManager.getConnection(arguments[0], "atelier", password);
                Statement statement = connection.createStatement()) {
            double seconds = 0;
            for (String schema : SCHEMAS) {
                seconds += measure(connection, statement, schema, folder);
            }
            System.out.printf(Locale.ROOT, "seconds: %.2f, of CPU time %.2f%n", seconds, cpuSeconds);
        }
    }

    private static double measure(Connection connection, Statement statement, String schema, Path folder)
            throws Exception {
        statement.execute("DROP SCHEMA IF EXISTS baseline CASCADE");
        // PostgreSQL omits the names of schemas on the search path.
        statement.execute("SET search_path = " + schema);
        List<String> tables = names(statement, sql(TABLES, schema));
        List<String> keys = names(statement, sql(KEYS, schema));
        keys.addAll(names(statement, sql(INDEXES, schema)));
        Map<String, String> columns = new HashMap<>();
        for (String table : tables) {
            columns.put(table, table + " (" + names(statement, sql(COLUMNS, schema).replace("{table}", table)).get(0) + ")");
            try (OutputStream file = Files.newOutputStream(folder.resolve(table))) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy(columns.get(table), "TO STDOUT"), file);
            }
        }
        int backend = connection.unwrap(PGConnection.class).getBackendPID();
        double cpu = cpuSeconds(backend);
        long start = System.nanoTime();
        load(connection, statement, folder, schema, tables, columns, keys);
        double seconds = (System.nanoTime() - start) / 1e9;
        cpuSeconds += cpuSeconds(backend) - cpu;
        connection.setAutoCommit(true);
        statement.execute("DROP SCHEMA baseline CASCADE");
        return seconds;
    }

    /** Returns the CPU time of this program and of all processes of the server. */
    private static double cpuSeconds(int backend) throws IOException {
        ProcessHandle server = ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .orElseThrow(() -> new IOException("The server runs on another machine"));
        long ticks = ticks(ProcessHandle.current()) + ticks(server);
        for (ProcessHandle process : server.children().toList()) {
            ticks += ticks(process);
        }
        return ticks / 100.0;
    }

    /** Returns user and system time, also of ended children, in hundredths of a second: fields 14 to 17 of proc_pid_stat(5). */
    private static long ticks(ProcessHandle process) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It ended since it was listed. Its parent's time now includes it.
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long sum = 0;
        for (int i = 11; i <= 14; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }

    private static void load(
            Connection connection,
            Statement statement,
            Path folder,
            String schema,
            List<String> tables,
            Map<String, String> columns,
            List<String> keys)
            throws Exception {
        // PostgreSQL writes no write-ahead log for a table of the same transaction. The service's import uses this too.
        connection.setAutoCommit(false);
        statement.execute("SET LOCAL maintenance_work_mem = '256MB'");
        statement.execute("CREATE SCHEMA baseline");
        statement.execute("SET LOCAL search_path = baseline");
        for (String table : tables) {
            statement.execute("CREATE TABLE " + table + " (LIKE " + schema + "." + table + ")");
        }
        for (String table : tables) {
            try (InputStream file = Files.newInputStream(folder.resolve(table))) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy(columns.get(table), "FROM STDIN"), file, BLOCK);
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

    private static String sql(String query, String schema) {
        return query.replace("{schema}", schema).replace("{prepared}", PREPARED);
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
