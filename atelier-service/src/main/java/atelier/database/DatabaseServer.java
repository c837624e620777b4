package atelier.database;

import atelier.cli.OperatorException;
import atelier.cli.Pause;
import io.dropwizard.db.DataSourceFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server of a database: the only server, the primary, or a standby that follows the primary. */
public final class DatabaseServer {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseServer.class);

    private static final int RETRY_MILLISECONDS = 500;

    private final DatabaseSettings settings;
    private final DatabaseAddress address;

    DatabaseServer(DatabaseSettings settings, DatabaseAddress address) {
        this.settings = settings;
        this.address = address;
    }

    /** Opens a connection outside the pools. Its statements and transactions have no time limit, whatever the role's settings say. */
    public Connection connect() throws SQLException {
        DataSourceFactory pool = new DatabasePools(settings).command(address);
        Properties properties = new Properties();
        properties.putAll(pool.getProperties());
        if (pool.getUser() != null) {
            properties.put("user", pool.getUser());
        }
        if (pool.getPassword() != null) {
            properties.put("password", pool.getPassword());
        }
        Connection connection = DriverManager.getConnection(address.url(), properties);
        try (Statement statement = connection.createStatement()) {
            // A server that stops responding here would otherwise block the caller forever.
            int networkTimeout = connection.getNetworkTimeout();
            connection.setNetworkTimeout(
                    Runnable::run, (int) settings.connectTimeout().toMilliseconds());
            statement.execute(DatabasePools.WITHOUT_TIME_LIMITS);
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Waits until the server accepts connections, and returns the first.
     *
     * @throws OperatorException if it does not within {@code startupWait}, or never will, or if the database is not in UTF-8
     */
    Connection awaitConnection() {
        long deadline = System.nanoTime() + settings.startupWait().toNanoseconds();
        while (true) {
            try {
                Connection connection = connect();
                requireUtf8(connection);
                return connection;
            } catch (SQLException e) {
                if (isPermanent(e) || System.nanoTime() > deadline) {
                    throw new OperatorException(
                            "The database " + address.describe() + " cannot be used: " + e.getMessage() + advice(e), e);
                }
                LOGGER.info("Waiting for the database {}: {}", address.describe(), e.getMessage());
                Pause.milliseconds(RETRY_MILLISECONDS);
            }
        }
    }

    /** In another encoding an import would fail at its first character that the encoding lacks. */
    private void requireUtf8(Connection connection) throws SQLException {
        String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
        if (encoding != null && !encoding.equals("UTF8")) {
            connection.close();
            throw new OperatorException(
                    "The database " + address.describe() + " has the encoding " + encoding
                            + " and must have UTF8: use another database, made by CREATE DATABASE atelier ENCODING 'UTF8' TEMPLATE template0.");
        }
    }

    /** SQL state 28…: the login was refused. 3D…: there is no such database. */
    private static boolean isPermanent(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("28") || state.startsWith("3D");
    }

    private String advice(SQLException failure) {
        return settings.isEmbedded() && String.valueOf(failure.getSQLState()).startsWith("28")
                ? ". Restore the file password in " + settings.dataDirectory()
                        + ", or move the folder database there away and import the catalogue again."
                : "";
    }

    /** Returns host, port and database name. */
    @Override
    public String toString() {
        return address.describe().replaceFirst("jdbc:postgresql:/*", "");
    }
}
