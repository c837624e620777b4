package atelier.database;

import atelier.cli.OperatorException;
import atelier.database.embedded.DataDirectory;
import atelier.database.embedded.EmbeddedPostgres;
import atelier.database.embedded.RunningPostgres;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that the settings name. It accepts connections from the moment this object exists until it is closed. */
public final class Database implements Managed, AutoCloseable {
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
    }

    /**
     * Opens the database for the service, which owns an embedded server.
     *
     * @throws OperatorException if another process owns the embedded server, or the database cannot be reached in time
     */
    public static Database own(DatabaseSettings settings) {
        return settings.isEmbedded()
                ? embedded(settings, false)
                : new Database(
                        settings, TransactionPooler.forReads(settings, DatabaseAddress.external(settings)), null);
    }

    /**
     * Opens the database for a command. A command shares the embedded server of a running service, or starts that server until the
     * command ends. Of several external servers it uses the primary, because a command writes.
     *
     * @throws OperatorException if the database cannot be reached in time
     */
    public static Database share(DatabaseSettings settings) {
        return settings.isEmbedded()
                ? embedded(settings, true)
                : new Database(
                        settings,
                        TransactionPooler.forCommands(
                                settings, DatabaseAddress.external(settings).primary()),
                        null);
    }

    private static DataDirectory directory(DatabaseSettings settings) {
        return new DataDirectory(settings.dataDirectory().toAbsolutePath().normalize());
    }

    private static Database embedded(DatabaseSettings settings, boolean share) {
        RunningPostgres server = RunningPostgres.open(directory(settings), share);
        Database database = new Database(settings, address(server.login()), server.owned());
        try {
            new DatabaseServer(settings, database.address).awaitConnection().close();
            return database;
        } catch (SQLException e) {
            throw new OperatorException(
                    "The database " + database.describe() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static DatabaseAddress address(DataDirectory.Login login) {
        return new DatabaseAddress(login.url(), login.user(), login.password());
    }

    /** Returns whether another process owned the embedded server and has stopped it. */
    public boolean wasStoppedByOwner() {
        return isEmbedded()
                && !isOurs()
                && !directory(settings).login().map(Database::address).equals(Optional.of(address));
    }

    /** Opens a connection outside the pools. Its statements and transactions have no time limit. */
    public Connection connect() throws SQLException {
        return new DatabaseServer(settings, address).connect();
    }

    /** Returns each server of the database. */
    public List<DatabaseServer> servers() {
        return address.servers().stream()
                .map(server -> new DatabaseServer(settings, server))
                .toList();
    }

    /** Returns the pool of cached reads. */
    public DataSourceFactory requestPool() {
        return pools().request(address);
    }

    /** Returns the pool of reads that are never cached, on the primary. */
    public DataSourceFactory freshPool() {
        return pools().fresh(address.primary());
    }

    /** Returns the pool that requests write through, on the primary. */
    public DataSourceFactory writePool() {
        return pools().write(address.primary());
    }

    /** Returns the pool that shoppers write through, on the primary. */
    public DataSourceFactory shopperPool(int connections) {
        return pools().shopper(address.primary(), connections);
    }

    /** Returns the pool of the {@code db} commands. */
    public DataSourceFactory commandPool() {
        return pools().command(address);
    }

    private DatabasePools pools() {
        return new DatabasePools(settings);
    }

    /** Returns the data directory or the URL without secrets, for messages. */
    public String describe() {
        return isEmbedded()
                ? settings.dataDirectory().toAbsolutePath().normalize().toString()
                : address.describe();
    }

    boolean isEmbedded() {
        return settings.isEmbedded();
    }

    /** Returns whether this process started the server, so that no other process migrates or fills it. */
    public boolean isOurs() {
        return embedded != null;
    }

    /** From here on the server's own shutdown decides when the database stops: after the last response. */
    @Override
    public void start() {
        Runtime.getRuntime().removeShutdownHook(closeOnExit);
    }

    @Override
    public void stop() {
        close();
    }

    /** Stops an embedded server that this process started. External servers keep running. */
    @Override
    public void close() {
        if (embedded != null && !closed.getAndSet(true)) {
            embedded.close();
        }
    }
}
