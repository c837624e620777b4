package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.CatalogueLock;
import atelier.product.CatalogueWatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second catalogue beside the one that is served: the schema {@code catalogue_next}, with tables, keys and rights like
 * those of the schema {@code catalogue}, whose definitions it reads from PostgreSQL itself.
 *
 * <p>It is created and filled in one transaction, so that PostgreSQL forgets a half-made one by itself, and takes the
 * place of the first in a second, very short one.
 */
final class NextCatalogue {
    private static final Logger LOGGER = LoggerFactory.getLogger(NextCatalogue.class);

    /** Less than PostgreSQL's deadlock_timeout, so that the switch steps back before anybody's statement is cancelled. */
    private static final String LOCK_TIMEOUT = "200ms";

    /** Some forty seconds: longer than any reader of ours, whose statements end after two. */
    private static final int SWITCH_TRIES = 150;

    private static final String SWITCH = """
            LOCK TABLE catalogue.document, catalogue.page_start, catalogue.product IN ACCESS EXCLUSIVE MODE;
            ALTER SCHEMA catalogue RENAME TO catalogue_old;
            ALTER SCHEMA catalogue_next RENAME TO catalogue;
            NOTIFY %s""".formatted(CatalogueWatch.CHANNEL);

    private static final String UNAVAILABLE_LOCK = "55P03";

    private final Connection connection;
    private final Statement statement;
    private List<CatalogueDefinitions.Definition> keys = List.of();
    private int built;

    /** Takes the right to import, which ends with the connection, and clears away what a killed import left. */
    NextCatalogue(Connection connection) throws SQLException {
        this.connection = connection;
        this.statement = connection.createStatement();
        CatalogueLock.take(connection);
        statement.execute("DROP SCHEMA IF EXISTS catalogue_next CASCADE");
        statement.execute("DROP SCHEMA IF EXISTS catalogue_old CASCADE");
        connection.setAutoCommit(false);
    }

    /** Creates the tables, without keys. */
    void create() throws SQLException {
        CatalogueDefinitions definitions = new CatalogueDefinitions(statement);
        List<String> tables = definitions.tables();
        List<String> rights = definitions.rights();
        statement.execute("CREATE SCHEMA catalogue_next");
        for (String table : tables) {
            statement.execute(table);
        }
        for (String right : rights) {
            statement.execute(right);
        }
    }

    /** Builds keys and indexes of the tables that hold the files' rows, and lets PostgreSQL check the references between them. */
    void indexRows(Consumer<String> step) throws SQLException {
        keys = new CatalogueDefinitions(statement).keysAndIndexes();
        statement.execute("SET LOCAL search_path = catalogue_next");
        statement.execute("SET LOCAL maintenance_work_mem = '256MB'");
        // The planner needs to know the tables' sizes before it joins them for the foreign keys.
        step.accept("reading statistics");
        statement.execute("ANALYZE product, feature, style, photo, sku, related");
        build(false, step);
    }

    /** Adds the edition, builds the other keys and indexes, and commits; tells of each step before it begins. */
    void finish(Instant importedAt, Consumer<String> step) throws SQLException {
        statement.execute("INSERT INTO edition (imported_at, products, documents) SELECT '" + importedAt
                + "', (SELECT count(*) FROM product), (SELECT count(*) FROM document)");
        step.accept("reading statistics of the documents");
        statement.execute("ANALYZE edition, document, page_start");
        build(true, step);
        step.accept("writing to disk");
        connection.commit();
    }

    private void build(boolean ofPrepared, Consumer<String> step) throws SQLException {
        for (CatalogueDefinitions.Definition key : keys) {
            if (key.ofPrepared() == ofPrepared) {
                step.accept("building %s (%d of %d)".formatted(key.name(), ++built, keys.size()));
                statement.execute(key.statement());
            }
        }
    }

    /**
     * Serves this catalogue instead of the other one, in between two answers, and drops the other.
     *
     * <p>Every reading statement locks one of the three before any other table, and if more of them, then in their order. Locking them away therefore waits for those that read the old catalogue, and makes
     * those that come look up the names again, after the switch.
     */
    void serve() throws SQLException {
        serve(SWITCH_TRIES);
    }

    void serve(int tries) throws SQLException {
        try {
            retry(tries, SWITCH);
        } catch (SQLException e) {
            if (!UNAVAILABLE_LOCK.equals(e.getSQLState())) {
                // With a lost connection nothing can be cleared away now; the next import does it.
                throw e;
            }
            String readers = readers();
            statement.execute("DROP SCHEMA catalogue_next CASCADE");
            connection.commit();
            throw new OperatorException("The import changed nothing: there was no moment to switch catalogues, because "
                    + readers + " of PostgreSQL reads the old one and does not end.");
        }
        try {
            retry(tries, "DROP SCHEMA catalogue_old CASCADE");
        } catch (SQLException e) {
            LOGGER.warn("The old catalogue still takes room, until the next import: {}", e.getMessage());
        }
    }

    /** Returns the processes by which the switch is kept waiting. */
    private String readers() throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                SELECT coalesce(string_agg(DISTINCT 'process ' || pid, ', '), 'some process')
                FROM pg_locks
                WHERE granted AND relation IN (
                    'catalogue.document'::regclass, 'catalogue.page_start'::regclass, 'catalogue.product'::regclass)
                """)) {
            row.next();
            return row.getString(1);
        }
    }

    private void retry(int tries, String statements) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
                statement.execute(statements);
                connection.commit();
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!UNAVAILABLE_LOCK.equals(e.getSQLState()) || attempt == tries) {
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
            throw new SQLException("Interrupted while waiting for the moment to switch", e);
        }
    }
}
