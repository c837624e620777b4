package atelier.database;

import atelier.cli.OperatorException;
import atelier.database.embedded.DataDirectory;
import atelier.database.embedded.EmbeddedPostgres;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The database and its time limits.
 *
 * @param url a JDBC URL of PostgreSQL 15 or later; blank for an embedded server in {@code dataDirectory}
 * @param passwordFile a file whose first line is the password, instead of {@code password}; blank for none
 * @param poolSize connections per node for cached reads, and so the number of their statements that run at once
 * @param freshPoolSize connections per node for reads that are never cached
 * @param poolWait how long a request waits for a connection, or for its query to start, before it gets 503
 * @param readLimit how long a read waits for the database in all before it gets 503
 * @param connectTimeout how long opening a connection may take
 * @param statementTimeout how long PostgreSQL may work on a request's statement
 * @param slowStatement statements of requests that take longer are logged; 0 logs none
 * @param startupWait how long a starting node tries to reach the database
 */
public record DatabaseSettings(
        @Nullable String url,

        @Nullable
        @Pattern(
                regexp = "\\P{Cntrl}{1,63}",
                message = "must be a user of PostgreSQL, of at most 63 characters without line breaks")
        String user,

        @Nullable String password,
        @Nullable String passwordFile,
        @NotNull Path dataDirectory,
        @Min(1) @Max(LARGEST_POOL) int poolSize,
        @Min(1) @Max(LARGEST_FRESH_POOL) int freshPoolSize,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration poolWait,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration readLimit,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        Duration connectTimeout,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration statementTimeout,

        @NotNull Duration slowStatement,
        @NotNull Duration startupWait) {

    /** No node needs more: its fresh reads share queries too. */
    public static final int LARGEST_FRESH_POOL = 32;

    /** More statements at once would only wait for each other and for the disk. */
    public static final int LARGEST_SHOPPER_POOL = 100;

    /** Leaves connections of an embedded server to edits, commands and people. */
    public static final int LARGEST_POOL =
            EmbeddedPostgres.MAX_CONNECTIONS - LARGEST_FRESH_POOL - LARGEST_SHOPPER_POOL - 24;

    /**
     * Switches off the time limits that managed PostgreSQL often sets on a role. Servers know different limits: {@code transaction_timeout}
     * is new in PostgreSQL 17.
     */
    static final String WITHOUT_TIME_LIMITS = """
            SELECT set_config(name, '0', false)
            FROM pg_catalog.pg_settings
            WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout',
                           'idle_session_timeout')
            """;

    /**
     * How PostgreSQL plans the statements of reads. A generic plan is made once, without knowing the parameters. It would read all answers of
     * a question through a bitmap and sort them, because most questions have two, and one with thousands would cost a thousand times more than
     * five rows in the order of the index. To keep what was read for a row in case it is needed for another one costs more than it saves.
     */
    static final List<String> PLANNING =
            List.of("jit=off", "plan_cache_mode=force_generic_plan", "enable_bitmapscan=off", "enable_memoize=off");

    /** Connections end, because otherwise a server that comes back would get none while the other servers work. */
    private static final Duration LONGEST_CONNECTION = Duration.seconds(30);

    @AssertTrue(message = "DATABASE_POOL_WAIT must not be longer than DATABASE_READ_LIMIT")
    public boolean isPoolWaitAllowed() {
        return poolWait.toNanoseconds() <= readLimit.toNanoseconds();
    }

    /**
     * Checks what can be known about the database without a connection: its directory, or its URL and the file with its password.
     *
     * @throws OperatorException naming the variable
     */
    public void requireUsable() {
        if (isEmbedded()) {
            new DataDirectory(dataDirectory).requireNoFile();
            EmbeddedPostgres.requirePrograms();
        } else {
            DatabaseAddress.external(this);
        }
    }

    /** Returns how many statements of one kind of cached reads may run at once. There are two kinds: products and pages. */
    public int statementsOfAKind() {
        return Math.max(1, poolSize / 2);
    }

    /** Returns the same of fresh reads. There are five kinds: reviews, their summaries, questions, answers, and large pages of any. */
    int freshStatementsOfAKind() {
        return Math.max(1, freshPoolSize / 5);
    }

    /** Returns how long a shopper's write waits for the database in all. PostgreSQL has cancelled its statement by then. */
    public Duration writeLimit() {
        return Duration.seconds(socketTimeout());
    }

    /** Returns the seconds after which a connection counts as lost. PostgreSQL's own limit applies first. */
    private long socketTimeout() {
        return statementTimeout.toSeconds() + 1;
    }

    boolean isEmbedded() {
        return url == null || url.isBlank();
    }

    /** Returns the pool of cached reads. */
    DataSourceFactory requestPool(DatabaseAddress address) {
        DataSourceFactory pool = readPool(address, poolSize, statementTimeout.toMilliseconds());
        pool.setInitialSize(poolSize);
        if (address.servers().size() > 1) {
            pool.setMaxConnectionAge(LONGEST_CONNECTION);
        }
        return pool;
    }

    /** Returns the pool of reads that are never cached. */
    DataSourceFactory freshPool(DatabaseAddress primary) {
        // What a shopper wrote may be large, and nobody waits for it any longer. It must not keep a reader from other
        // lookups.
        long limit = Math.min(statementTimeout.toMilliseconds(), readLimit.toMilliseconds());
        DataSourceFactory pool = readPool(primary, freshPoolSize, limit);
        // A node must start without a primary.
        pool.setInitialSize(0);
        return pool;
    }

    private DataSourceFactory readPool(DatabaseAddress address, int size, long limit) {
        DataSourceFactory pool = pool(address);
        pool.setMinSize(size);
        pool.setMaxSize(size);
        Map<String, String> properties = pool.getProperties();
        properties.put("options", "-c statement_timeout=" + limit + " -c " + String.join(" -c ", PLANNING));
        properties.put("socketTimeout", Long.toString(socketTimeout()));
        return pool;
    }

    /** Returns the pool that requests write through. Writes wait for each other, so more connections would not help. */
    DataSourceFactory writePool(DatabaseAddress primary) {
        DataSourceFactory pool = pool(primary);
        // A node must start without a primary, and most nodes never write.
        pool.setMinSize(0);
        pool.setInitialSize(0);
        pool.setMaxSize(2);
        // Unlike a read, a write is not repeated when its connection was lost, so each connection is checked first.
        pool.setValidationInterval(Duration.seconds(0));
        long limit = statementTimeout.toMilliseconds();
        pool.getProperties()
                .put(
                        "options",
                        "-c statement_timeout=" + limit + " -c lock_timeout=" + limit / 2
                                + " -c idle_in_transaction_session_timeout=" + 5 * limit);
        pool.getProperties().put("socketTimeout", Long.toString(socketTimeout()));
        return pool;
    }

    /** Returns the pool that shoppers write through. Their writes rarely wait for each other, and share the waits for the disk. */
    DataSourceFactory shopperPool(DatabaseAddress primary, int connections) {
        DataSourceFactory pool = writePool(primary);
        pool.setMaxSize(connections);
        // A lost connection costs a write, and a check costs a third of one. Under load the interval saves most checks.
        pool.setValidationInterval(Duration.milliseconds(100));
        Map<String, String> properties = pool.getProperties();
        properties.merge(
                "options",
                " -c synchronous_commit=on -c jit=off -c plan_cache_mode=force_generic_plan",
                String::concat);
        // The detail of an error may quote a row, with an email address.
        properties.put("logServerErrorDetail", "false");
        return pool;
    }

    /** Returns the pool of commands: one connection without time limits. */
    DataSourceFactory commandPool(DatabaseAddress address) {
        DataSourceFactory pool = pool(address);
        pool.setInitializationQuery(WITHOUT_TIME_LIMITS);
        return pool;
    }

    private DataSourceFactory pool(DatabaseAddress address) {
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
        // Detects connections that a restarted PostgreSQL has closed, for one round trip per second.
        pool.setCheckConnectionOnBorrow(true);
        pool.setValidationInterval(Duration.seconds(1));
        pool.setValidationQuery("SELECT 1");
        pool.getProperties().put("connectTimeout", Long.toString(connectTimeout.toSeconds()));
        // The default is ten seconds, for which closing a statement that timed out would block.
        pool.getProperties().put("cancelSignalTimeout", Long.toString(connectTimeout.toSeconds()));
        // This limit covers all servers together, and the first servers may be dead.
        pool.getProperties()
                .put(
                        "loginTimeout",
                        Long.toString(
                                connectTimeout.toSeconds() * address.servers().size()));
        pool.getProperties().put("tcpKeepAlive", "true");
        pool.getProperties().put("ApplicationName", "atelier");
        return pool;
    }

    /** Leaves out the password, and the URL, which may contain another password. */
    @Override
    public String toString() {
        return isEmbedded() ? "PostgreSQL in " + dataDirectory : "PostgreSQL of DATABASE_URL";
    }

    static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
