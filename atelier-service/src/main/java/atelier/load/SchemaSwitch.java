package atelier.load;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the served schema by the next one, between two statements of its readers.
 *
 * <p>Every statement that reads locks one of {@link Dataset#switchLocks} first. An exclusive lock on these tables
 * therefore waits for the readers of the old schema. Later readers wait for the switch and then look up the names again.
 */
final class SchemaSwitch {
    private static final Logger LOGGER = LoggerFactory.getLogger(SchemaSwitch.class);

    /** Longer than any statement of the service, which ends after two seconds. */
    static final Duration DEFAULT_WAIT = Duration.ofSeconds(45);

    private final Connection connection;
    private final LockRetry locks;
    private final Statement statement;
    private final Dataset dataset;
    private final Duration wait;
    private final boolean dropDependents;
    private final boolean discardWritten;
    private final ClientWrites writes;
    private final Map<CsvTable, LoadedIds> ids;
    private final String failure;
    private final String served;
    private final String next;
    private final String old;

    /**
     * @param connection the connection that has built the next schema
     * @param options how long to wait for readers of the old schema, and what may be dropped with it
     * @param ids the ids of the next schema's rows
     * @param failure the beginning of the message if the switch is impossible
     */
    SchemaSwitch(
            Connection connection, Dataset dataset, ImportOptions options, Map<CsvTable, LoadedIds> ids, String failure)
            throws SQLException {
        this.connection = connection;
        this.locks = new LockRetry(connection, options.switchWait());
        this.statement = connection.createStatement();
        this.dataset = dataset;
        this.wait = options.switchWait();
        this.dropDependents = options.dropDependents();
        this.discardWritten = options.discardWritten();
        this.writes = new ClientWrites(statement, dataset);
        this.ids = ids;
        this.failure = failure;
        this.served = dataset.schema();
        this.next = dataset.nextSchema();
        this.old = dataset.oldSchema();
    }

    /**
     * Switches, and drops the old schema.
     *
     * @return what clients had written into the old schema
     * @throws OperatorException if readers of the old schema have not ended in time, or clients have written into it
     *     since the import began; nothing has changed then
     */
    Map<String, Long> serve() throws SQLException {
        try {
            locks.run(this::switchSchemas);
        } catch (SQLException e) {
            if (!LockRetry.isUnavailable(e)) {
                // After a lost connection the next import drops what is left.
                throw e;
            }
            String readers = readers();
            dropNext();
            throw new OperatorException(
                    failure + ": for " + wait.toSeconds() + " s it could not switch to the new edition of "
                            + served + ", because " + readers
                            + " of PostgreSQL reads the old one and does not end. A pg_dump does that, for example: wait for"
                            + " its end, or allow more time by --switch-wait.");
        }
        Map<String, Long> discarded = countDiscarded();
        dropOld();
        return discarded;
    }

    /** When the import has the lock, all writers have ended, and later writers use the new schema. So no write is lost silently. */
    private void switchSchemas() throws SQLException {
        statement.execute("LOCK TABLE " + String.join(", ", lockedTables("%s.%s")) + " IN ACCESS EXCLUSIVE MODE");
        if (!discardWritten && writes.exist(served)) {
            connection.rollback();
            dropNext();
            throw new OperatorException(failure + ": clients wrote into " + served + " while it ran. Import again, with"
                    + " --discard-written to discard what they have written since the last import.");
        }
        for (Dataset.IdSequence sequence : dataset.sequences()) {
            moveBehind(
                    sequence, Objects.requireNonNull(ids.get(sequence.table())).largest());
        }
        statement.execute("ALTER SCHEMA " + served + " RENAME TO " + old + "; ALTER SCHEMA " + next + " RENAME TO "
                + served + "; NOTIFY " + dataset.channel());
    }

    private void moveBehind(Dataset.IdSequence sequence, int largest) throws SQLException {
        long last;
        try (ResultSet row = statement.executeQuery(
                "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + sequence.name())) {
            row.next();
            last = row.getLong(1);
        }
        if (largest > last) {
            last = largest;
            statement.execute("SELECT setval('" + sequence.name() + "', " + last + ")");
        }
        if (sequence.lastId() != null) {
            statement.execute("UPDATE " + next + ".edition SET " + sequence.lastId() + " = " + last);
        }
    }

    private void dropNext() throws SQLException {
        statement.execute("DROP SCHEMA " + next + " CASCADE");
        connection.commit();
    }

    private Map<String, Long> countDiscarded() {
        try {
            Map<String, Long> discarded = writes.count(old);
            connection.commit();
            return discarded;
        } catch (SQLException e) {
            LOGGER.warn(
                    "What clients had written into the old edition of {} could not be counted: {}",
                    served,
                    e.getMessage());
            return Map.of();
        }
    }

    private void dropOld() {
        try {
            List<String> dependents = Dependents.of(statement, dataset, old);
            if (!dependents.isEmpty() && !dropDependents) {
                LOGGER.warn(
                        "The old edition of {} stays, because these were created during the import and depend on it: {}",
                        served,
                        String.join(", ", dependents));
                return;
            }
            locks.run(() -> statement.execute("DROP SCHEMA " + old + " CASCADE"));
        } catch (SQLException e) {
            LOGGER.warn(
                    "The old edition of {} takes disk space until the next import drops it: {}",
                    served,
                    e.getMessage());
        }
    }

    private List<String> lockedTables(String format) {
        return dataset.switchLocks().stream()
                .map(table -> format.formatted(served, table))
                .toList();
    }

    /** Returns the processes that hold the locks for which the switch waits. */
    private String readers() throws SQLException {
        try (ResultSet row =
                statement.executeQuery("""
                SELECT coalesce(string_agg(DISTINCT 'process ' || pid, ', '), 'some process')
                FROM pg_locks
                WHERE granted AND relation IN (%s)
                """.formatted(String.join(", ", lockedTables("'%s.%s'::regclass"))))) {
            row.next();
            return row.getString(1);
        }
    }
}
