package atelier.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/** The changes in {@code migrations.sql}, and which of them a database lacks. */
public final class Migrations {
    public static final String FILE = "migrations.sql";

    private static final Pattern CHANGESET = Pattern.compile("(?m)^--changeset [^:]+:(\\S+)");

    private Migrations() {}

    /**
     * Returns the names of the changes that the database lacks, oldest first.
     *
     * <p>Reads Liquibase's table without Liquibase, whose initialisation takes longer than the rest of the service's start.
     */
    static List<String> pending(Connection connection) throws SQLException {
        Set<String> applied = new HashSet<>();
        try (Statement statement = connection.createStatement()) {
            ResultSet table = statement.executeQuery("SELECT to_regclass('databasechangelog') IS NOT NULL");
            if (table.next() && table.getBoolean(1)) {
                ResultSet changes = statement.executeQuery("SELECT id FROM databasechangelog");
                while (changes.next()) {
                    applied.add(changes.getString(1));
                }
            }
        }
        List<String> pending = new ArrayList<>();
        CHANGESET.matcher(text()).results().map(change -> change.group(1)).forEach(pending::add);
        pending.removeAll(applied);
        return pending;
    }

    /**
     * Waits for a running import to end, applies the pending changes and completes the derived data.
     *
     * @throws atelier.cli.OperatorException if the import does not end in time
     */
    public static void run(Connection connection, DerivedData derived) throws SQLException {
        CatalogueLock.await(connection);
        try {
            apply(connection);
            derived.completion().complete(connection);
        } catch (SQLException | RuntimeException e) {
            try {
                CatalogueLock.release(connection);
            } catch (SQLException inTurn) {
                e.addSuppressed(inTurn);
            }
            throw e;
        }
        CatalogueLock.release(connection);
    }

    private static void apply(Connection connection) throws SQLException {
        try {
            liquibase.database.Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            new Liquibase(FILE, new ClassLoaderResourceAccessor(), database)
                    .update(new Contexts(), new LabelExpression());
        } catch (LiquibaseException e) {
            throw new SQLException("The schema could not be migrated: " + e.getMessage(), e);
        }
    }

    private static String text() {
        try (InputStream file = Migrations.class.getResourceAsStream("/" + FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
