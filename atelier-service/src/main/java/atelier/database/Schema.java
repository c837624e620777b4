package atelier.database;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The schema of a database: its migrations, and the rows that a migration computes.
 *
 * @param derived the rows that migrations do not write themselves
 */
public record Schema(Database database, DerivedData derived) {
    /**
     * Migrates an embedded database. Checks that an external database is migrated, because its operator decides when that happens.
     *
     * @throws OperatorException naming the migrations that are missing
     */
    public void require() {
        try (Connection connection = database.connect()) {
            List<String> pending = Migrations.pending(connection);
            if (pending.isEmpty()) {
                if (derived.check().isComplete(connection)) {
                    return;
                }
                pending = List.of(derived.name());
            }
            if (!database.isEmbedded()) {
                throw new OperatorException("The database " + database.describe() + " lacks " + pending
                        + ". Run: java -jar atelier-service.jar db migrate config.yml");
            }
            Migrations.run(connection, derived);
        } catch (SQLException e) {
            throw new OperatorException(
                    "The schema of " + database.describe() + " cannot be read: " + OperatorException.reason(e), e);
        }
    }

    /**
     * Migrates any database, embedded or external. Waits for an import only if there is something to do.
     *
     * @throws OperatorException if PostgreSQL refuses a migration
     */
    public void migrate() {
        try (Connection connection = database.connect()) {
            if (!isComplete(connection)) {
                Migrations.run(connection, derived);
            }
        } catch (SQLException e) {
            throw new OperatorException(database.describe() + " cannot be migrated: " + OperatorException.reason(e), e);
        }
    }

    /** Returns whether every migration and every derived row is there. */
    boolean isComplete(Connection connection) throws SQLException {
        return Migrations.pending(connection).isEmpty() && derived.check().isComplete(connection);
    }

    /**
     * Writes the derived rows that are missing, unless a migration is pending.
     *
     * @throws OperatorException if PostgreSQL fails; the rows written until then stay
     */
    void completeDerivedData() {
        try (Connection connection = database.connect()) {
            if (Migrations.pending(connection).isEmpty() && !derived.check().isComplete(connection)) {
                // The lock ends with the connection.
                CatalogueLock.await(connection);
                derived.completion().complete(connection);
            }
        } catch (SQLException e) {
            throw new OperatorException(
                    "The " + derived.name() + " in " + database.describe() + " cannot be written: "
                            + OperatorException.reason(e),
                    e);
        }
    }
}
