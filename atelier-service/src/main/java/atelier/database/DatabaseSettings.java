package atelier.database;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the catalogue is kept, and how long anybody waits for it.
 *
 * @param url a JDBC URL of PostgreSQL 15 or later; blank for an embedded one in {@code dataDirectory}
 * @param passwordFile a file whose first line is the password, in place of {@code password}; blank for none
 * @param poolSize connections of this node to the database, which is also how many statements it runs at once
 * @param poolWait how long a request waits for a free connection before it answers 503
 * @param connectTimeout how long opening a connection may take
 * @param statementTimeout how long PostgreSQL works on one request's statement before it gives up
 * @param slowStatement the longest time of a request's statement that is not logged; 0 logs none
 * @param startupWait how long a starting node tries to reach the database
 */
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String passwordFile,
        @NotNull Path dataDirectory,
        @Min(1) @Max(LARGEST_POOL) int poolSize,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration poolWait,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        Duration connectTimeout,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration statementTimeout,

        @NotNull Duration slowStatement,
        @NotNull Duration startupWait) {

    public static final int LARGEST_POOL = 200;

    /** Without an end to connections, a server that was away would stay without any until the others are away. */
    private static final Duration LONGEST_CONNECTION = Duration.seconds(30);

    /** Returns how many statements of one kind run at once; there are two kinds. */
    public int statementsOfAKind() {
        return Math.max(1, poolSize / 2);
    }

    boolean isEmbedded() {
        return url == null || url.isBlank();
    }

    /** Returns the pool from which requests are answered. */
    DataSourceFactory requestPool(DatabaseAddress address) {
        DataSourceFactory pool = commandPool(address);
        pool.setMinSize(poolSize);
        pool.setInitialSize(poolSize);
        pool.setMaxSize(poolSize);
        if (address.servers().size() > 1) {
            pool.setMaxConnectionAge(LONGEST_CONNECTION);
        }
        Map<String, String> properties = pool.getProperties();
        properties.put(
                "options",
                "-c statement_timeout=" + statementTimeout.toMilliseconds()
                        + " -c jit=off -c plan_cache_mode=force_generic_plan");
        // PostgreSQL's own limit answers first; this one is for a server that no longer answers at all.
        properties.put("socketTimeout", Long.toString(statementTimeout.toSeconds() + 1));
        return pool;
    }

    /** Returns the pool through which single products are changed; they wait for each other, so more connections would not help. */
    DataSourceFactory changePool(DatabaseAddress primary) {
        DataSourceFactory pool = commandPool(primary);
        // A node starts without a primary, and most never change anything.
        pool.setMinSize(0);
        pool.setInitialSize(0);
        pool.setMaxSize(2);
        // Nobody repeats a change whose connection was lost, as is done with reads, so each is looked at first.
        pool.setValidationInterval(Duration.seconds(0));
        long limit = statementTimeout.toMilliseconds();
        pool.getProperties()
                .put(
                        "options",
                        "-c statement_timeout=" + limit + " -c lock_timeout=" + limit / 2
                                + " -c idle_in_transaction_session_timeout=" + 5 * limit);
        pool.getProperties().put("socketTimeout", Long.toString(statementTimeout.toSeconds() + 1));
        return pool;
    }

    /** Returns what commands connect through: one connection, whose statements may take their time. */
    DataSourceFactory commandPool(DatabaseAddress address) {
        DataSourceFactory pool = new DataSourceFactory();
        pool.setDriverClass("org.postgresql.Driver");
        pool.setUrl(address.url());
        pool.setUser(blankToNull(address.user()));
        pool.setPassword(blankToNull(address.password()));
        if (address.keyPassword() != null) {
            pool.getProperties().put("sslpassword", address.keyPassword());
        }
        pool.setMinSize(1);
        pool.setInitialSize(1);
        pool.setMaxSize(1);
        pool.setMaxWaitForConnection(poolWait);
        // Finds connections that a restarted PostgreSQL has cut, at the price of one round trip a second.
        pool.setCheckConnectionOnBorrow(true);
        pool.setValidationInterval(Duration.seconds(1));
        pool.setValidationQuery("SELECT 1");
        pool.getProperties().put("connectTimeout", Long.toString(connectTimeout.toSeconds()));
        // Its default is ten seconds, which whoever closes a statement that timed out would wait.
        pool.getProperties().put("cancelSignalTimeout", Long.toString(connectTimeout.toSeconds()));
        // It holds for all servers together, of which the first ones may be dead.
        pool.getProperties()
                .put(
                        "loginTimeout",
                        Long.toString(
                                connectTimeout.toSeconds() * address.servers().size()));
        pool.getProperties().put("tcpKeepAlive", "true");
        pool.getProperties().put("ApplicationName", "atelier");
        return pool;
    }

    /** Leaves out the password, and the URL, which may hold another. */
    @Override
    public String toString() {
        return isEmbedded() ? "PostgreSQL in " + dataDirectory : "PostgreSQL of DATABASE_URL";
    }

    static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
