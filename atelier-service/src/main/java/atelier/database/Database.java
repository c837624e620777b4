package atelier.database;

import atelier.cli.OperatorException;
import atelier.database.embedded.DataDirectory;
import atelier.database.embedded.EmbeddedPostgres;
import atelier.product.prepare.DocumentRebuild;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL that the settings name: reachable from the moment one of these exists, until it is closed. */
public final class Database implements Managed, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);

    /** An embedded server that another process is just starting is ready by then, or something is wrong with it. */
    private static final Duration OTHERS_START = Duration.ofMinutes(1);

    private final DatabaseSettings settings;
    private final DatabaseAddress address;
    private final @Nullable EmbeddedPostgres embedded;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread closeOnExit = new Thread(this::close, "database-closer");

    private Database(DatabaseSettings settings, DatabaseAddress address, @Nullable EmbeddedPostgres embedded) {
        this.settings = settings;
        this.address = address;
        this.embedded = embedded;
        if (embedded != null) {
            Runtime.getRuntime().addShutdownHook(closeOnExit);
        }
        awaitReachable();
    }

    /**
     * Opens the database for the service, which owns an embedded one.
     *
     * @throws OperatorException if the embedded one belongs to another process, or the database cannot be reached in time
     */
    public static Database own(DatabaseSettings settings) {
        return open(settings, false);
    }

    /**
     * Opens the database for a command, which shares an embedded one with the service that runs on it, or starts it for
     * its own time.
     *
     * @throws OperatorException if the database cannot be reached in time
     */
    public static Database share(DatabaseSettings settings) {
        return open(settings, true);
    }

    private static Database open(DatabaseSettings settings, boolean share) {
        if (!settings.isEmbedded()) {
            DatabaseAddress address = DatabaseAddress.external(settings);
            // Commands change the schema or the catalogue, which no standby allows.
            return new Database(settings, share ? address.primary() : address, null);
        }
        DataDirectory directory =
                new DataDirectory(settings.dataDirectory().toAbsolutePath().normalize());
        Optional<EmbeddedPostgres> started = EmbeddedPostgres.start(directory);
        if (started.isEmpty() && !share) {
            throw new OperatorException("The data directory " + directory.path() + " is in use by " + directory.owner()
                    + ". Stop that one first, or set ATELIER_DATA to another directory.");
        }
        Optional<DatabaseAddress> address = directory.awaitAddress(OTHERS_START);
        if (address.isEmpty()) {
            throw new OperatorException("The PostgreSQL of " + directory.owner() + " on " + directory.path()
                    + " was not ready within " + OTHERS_START.toSeconds() + " seconds.");
        }
        return new Database(settings, address.get(), started.orElse(null));
    }

    private void awaitReachable() {
        long deadline = System.nanoTime() + settings.startupWait().toNanoseconds();
        while (true) {
            try {
                connect().close();
                return;
            } catch (SQLException e) {
                // 28…: the login was refused; it will not be better in a second. 3D…: there is no such database.
                String state = String.valueOf(e.getSQLState());
                boolean hopeless = state.startsWith("28") || state.startsWith("3D");
                if (hopeless || System.nanoTime() > deadline) {
                    throw new OperatorException(
                            "The database " + address.describe() + " cannot be used: " + e.getMessage(), e);
                }
                LOGGER.info("Waiting for the database {}: {}", address.describe(), e.getMessage());
                Pause.milliseconds(500);
            }
        }
    }

    /** Opens a connection beside the pool, without a limit on the time of a statement. */
    public Connection connect() throws SQLException {
        return new DatabaseServer(settings, address).connect();
    }

    /** Returns its servers, each by itself. */
    public List<DatabaseServer> servers() {
        return address.servers().stream()
                .map(server -> new DatabaseServer(settings, server))
                .toList();
    }

    /** Returns the settings of the pool from which requests are answered. */
    public DataSourceFactory requestPool() {
        return settings.requestPool(address);
    }

    /** Returns the settings of the pool through which single products are changed. */
    public DataSourceFactory changePool() {
        return settings.changePool(address.primary());
    }

    /** Returns the settings by which the {@code db} commands connect. */
    public DataSourceFactory commandPool() {
        return settings.commandPool(address);
    }

    /** Returns where it is, in words for people. */
    public String describe() {
        return settings.isEmbedded()
                ? settings.dataDirectory().toAbsolutePath().normalize().toString()
                : address.describe();
    }

    /** Tells whether this process started the database, which then has nobody else to migrate and fill it. */
    public boolean isOurs() {
        return embedded != null;
    }

    /**
     * Brings a database of ours to the newest schema; of any other, checks that somebody did.
     *
     * @throws OperatorException naming the migrations that are missing
     */
    public void requireSchema() {
        try (Connection connection = connect()) {
            List<String> pending = Migrations.pending(connection);
            if (pending.isEmpty()) {
                if (DocumentRebuild.isComplete(connection)) {
                    return;
                }
                pending = List.of("documents");
            }
            if (!settings.isEmbedded()) {
                throw new OperatorException("The database " + address.describe() + " lacks " + pending
                        + ". Run: java -jar atelier-service.jar db migrate config.yml");
            }
            Migrations.run(connection);
        } catch (SQLException e) {
            throw new OperatorException(
                    "The schema of " + address.describe() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Brings the database to the newest schema, whosever it is.
     *
     * @throws OperatorException if PostgreSQL refuses a change
     */
    public void migrate() {
        try (Connection connection = connect()) {
            Migrations.run(connection);
        } catch (SQLException e) {
            throw new OperatorException(address.describe() + " cannot be migrated: " + e.getMessage(), e);
        }
    }

    /**
     * Makes the documents that products lack, unless the schema is not yet the newest.
     *
     * @throws OperatorException if PostgreSQL fails; what was made until then stays
     */
    void completeDocuments() {
        try (Connection connection = connect()) {
            if (Migrations.pending(connection).isEmpty()) {
                DocumentRebuild.complete(connection);
            }
        } catch (SQLException e) {
            throw new OperatorException(
                    "The documents in " + address.describe() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** From here on the server's own shutdown decides when the database stops: after the last answer. */
    @Override
    public void start() {
        Runtime.getRuntime().removeShutdownHook(closeOnExit);
    }

    @Override
    public void stop() {
        close();
    }

    /** Stops an embedded database that this process started, once; others go on. */
    @Override
    public void close() {
        if (embedded != null && !closed.getAndSet(true)) {
            embedded.close();
        }
    }
}
