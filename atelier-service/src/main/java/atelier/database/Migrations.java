package atelier.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

    /** Returns the names of the changes that the database lacks, oldest first. */
    static List<String> pending(Connection connection) throws SQLException {
        List<String> pending = new ArrayList<>();
        CHANGESET.matcher(text()).results().map(change -> change.group(1)).forEach(pending::add);
        pending.removeAll(MigrationHistory.find(connection).applied());
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
            database.setLiquibaseSchemaName(MigrationHistory.find(connection).schema());
            LiquibaseErrors.quietly(() -> new Liquibase(FILE, new ClassLoaderResourceAccessor(), database)
                    .update(new Contexts(), new LabelExpression()));
        } catch (LiquibaseException e) {
            throw LiquibaseErrors.ofChange(e);
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
