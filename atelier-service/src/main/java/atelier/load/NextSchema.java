package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.CatalogueLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dataset's next edition: a second schema beside the served one, with the same tables, keys and rights.
 *
 * <p>It is created and filled in one transaction, so PostgreSQL discards an unfinished one by itself. A second, very
 * short transaction puts it in the place of the served schema.
 */
final class NextSchema {
    private static final Logger LOGGER = LoggerFactory.getLogger(NextSchema.class);

    /** Shorter than PostgreSQL's deadlock_timeout, so that the switch steps back before it cancels another statement. */
    private static final String LOCK_TIMEOUT = "200ms";

    /** Longer than any statement of the service, which ends after two seconds. */
    static final Duration DEFAULT_WAIT = Duration.ofSeconds(45);

    private static final String UNAVAILABLE_LOCK = "55P03";

    private final Connection connection;
    private final Statement statement;
    private final Dataset dataset;
    private final boolean dropDependents;
    private final String served;
    private final String next;
    private final String old;
    private List<SchemaDefinitions.Definition> keys = List.of();
    private int built;

    /**
     * Takes the right to import, which ends with the connection, and drops what a killed import left.
     *
     * @param dropDependents whether objects of others that depend on the schema are dropped with it
     * @throws OperatorException if there are such objects and they must not be dropped; nothing has changed then
     */
    NextSchema(Connection connection, Dataset dataset, boolean dropDependents) throws SQLException {
        this.connection = connection;
        this.statement = connection.createStatement();
        this.dataset = dataset;
        this.dropDependents = dropDependents;
        served = dataset.schema();
        next = dataset.nextSchema();
        old = served + "_old";
        CatalogueLock.take(connection);
        List<String> dependents = Dependents.of(statement, served, next, old);
        if (!dependents.isEmpty() && !dropDependents) {
            throw new OperatorException("An import drops the schema " + served + ", and with it "
                    + String.join(", ", dependents) + ". Drop " + (dependents.size() == 1 ? "it" : "them")
                    + " first, or add --drop-dependents. Nothing was changed.");
        }
        statement.execute("DROP SCHEMA IF EXISTS " + next + " CASCADE");
        statement.execute("DROP SCHEMA IF EXISTS " + old + " CASCADE");
        connection.setAutoCommit(false);
    }

    /** Creates the tables, without keys. */
    void create() throws SQLException {
        SchemaDefinitions definitions = new SchemaDefinitions(dataset, statement);
        List<String> tables = definitions.tables();
        List<String> rights = definitions.rights();
        statement.execute("CREATE SCHEMA " + next);
        for (String table : tables) {
            statement.execute(table);
        }
        for (String right : rights) {
            statement.execute(right);
        }
    }

    /** Builds keys and indexes of the tables that files fill; PostgreSQL checks the references between them. */
    void indexRows(Consumer<String> step) throws SQLException {
        keys = new SchemaDefinitions(dataset, statement).keysAndIndexes();
        statement.execute("SET LOCAL search_path = " + next);
        statement.execute("SET LOCAL maintenance_work_mem = '256MB'");
        // The planner needs the tables' sizes before it joins them for the foreign keys.
        step.accept("reading statistics");
        statement.execute(
                "ANALYZE " + dataset.tables().stream().map(CsvTable::table).collect(Collectors.joining(", ")));
        build(false, step);
    }

    /** Adds the edition, builds the keys and indexes of precomputed tables, and commits. */
    void finish(Instant importedAt, Consumer<String> step) throws SQLException {
        try (PreparedStatement edition = connection.prepareStatement(dataset.insertEdition())) {
            edition.setTimestamp(1, Timestamp.from(importedAt));
            edition.executeUpdate();
        }
        step.accept("reading statistics of the precomputed tables");
        statement.execute("ANALYZE edition");
        for (String table : dataset.precomputedTables()) {
            statement.execute("ANALYZE " + table);
        }
        build(true, step);
        step.accept("writing to disk");
        connection.commit();
    }

    private void build(boolean ofPrecomputed, Consumer<String> step) throws SQLException {
        for (SchemaDefinitions.Definition key : keys) {
            if (key.ofPrecomputed() == ofPrecomputed) {
                step.accept("building %s (%d of %d)".formatted(key.name(), ++built, keys.size()));
                statement.execute(key.statement());
            }
        }
    }

    /**
     * Replaces the served schema between two statements of its readers, and drops it.
     *
     * <p>Every statement that reads locks one of {@link Dataset#switchLocks} first. An exclusive lock on these tables
     * therefore waits for the readers of the old schema. Later readers wait for the switch and then look up the names
     * again.
     *
     * @param wait how long to wait for readers that do not end
     * @throws OperatorException if they have not ended by then; nothing has changed then
     */
    void serve(Duration wait) throws SQLException {
        try {
            retry(wait, """
                    LOCK TABLE %s IN ACCESS EXCLUSIVE MODE;
                    ALTER SCHEMA %s RENAME TO %s;
                    ALTER SCHEMA %s RENAME TO %s;
                    NOTIFY %s""".formatted(
                    String.join(", ", lockedTables("%s.%s")), served, old, next, served, dataset.channel()));
        } catch (SQLException e) {
            if (!UNAVAILABLE_LOCK.equals(e.getSQLState())) {
                // After a lost connection the next import drops what is left.
                throw e;
            }
            String readers = readers();
            statement.execute("DROP SCHEMA " + next + " CASCADE");
            connection.commit();
            throw new OperatorException("The import changed nothing. For " + wait.toSeconds()
                    + " s it could not switch to the new " + served + ", because " + readers
                    + " of PostgreSQL reads the old one and does not end. A pg_dump does that, for example: wait for"
                    + " its end, or allow more time by --switch-wait.");
        }
        dropOld(wait);
    }

    private void dropOld(Duration wait) {
        try {
            List<String> dependents = Dependents.of(statement, old);
            if (!dependents.isEmpty() && !dropDependents) {
                LOGGER.warn(
                        "The old {} stays, because these were created during the import and depend on it: {}",
                        served,
                        String.join(", ", dependents));
                return;
            }
            retry(wait, "DROP SCHEMA " + old + " CASCADE");
        } catch (SQLException e) {
            LOGGER.warn("The old {} takes disk space until the next import drops it: {}", served, e.getMessage());
        }
    }

    private List<String> lockedTables(String format) {
        return dataset.switchLocks().stream()
                .map(table -> format.formatted(served, table))
                .toList();
    }

    /** Returns the processes that hold the locks for which the switch waits. */
    private String readers() throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                SELECT coalesce(string_agg(DISTINCT 'process ' || pid, ', '), 'some process')
                FROM pg_locks
                WHERE granted AND relation IN (%s)
                """.formatted(String.join(", ", lockedTables("'%s.%s'::regclass"))))) {
            row.next();
            return row.getString(1);
        }
    }

    private void retry(Duration wait, String statements) throws SQLException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            try {
                statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
                statement.execute(statements);
                connection.commit();
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!UNAVAILABLE_LOCK.equals(e.getSQLState()) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while waiting for the switch", e);
        }
    }
}
