package atelier.database;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import java.util.List;
import java.util.Map;

/** The connection pools, each with the limits and the planning of its statements. */
final class DatabasePools {
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
     * How PostgreSQL plans the statements of reads. A generic plan is made once, without knowing the parameters. With bitmap scans, it
     * would read all answers of a question and sort them, because most questions have two answers. A question with thousands of answers
     * would then cost a thousand times more than reading five rows in the order of the index. Memoizing the result for a row costs more
     * than it saves.
     */
    static final List<String> PLANNING =
            List.of("jit=off", "plan_cache_mode=force_generic_plan", "enable_bitmapscan=off", "enable_memoize=off");

    /** Connections have a longest age. Otherwise a server that returns would get no connections while the other servers work. */
    private static final Duration LONGEST_CONNECTION = Duration.seconds(30);

    private final DatabaseSettings settings;

    DatabasePools(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** Returns the pool of cached reads. */
    DataSourceFactory request(DatabaseAddress address) {
        DataSourceFactory pool =
                read(address, settings.poolSize(), settings.statementTimeout().toMilliseconds());
        pool.setInitialSize(settings.poolSize());
        if (address.servers().size() > 1) {
            pool.setMaxConnectionAge(LONGEST_CONNECTION);
        }
        return pool;
    }

    /** Returns the pool of reads that are never cached. */
    DataSourceFactory fresh(DatabaseAddress primary) {
        // Shoppers' texts may be large. After this time nobody waits for the result, so it must not keep a reader
        // thread from other lookups.
        long limit = Math.min(
                settings.statementTimeout().toMilliseconds(),
                settings.readLimit().toMilliseconds());
        DataSourceFactory pool = read(primary, settings.freshPoolSize(), limit);
        // A node must start without a primary.
        pool.setInitialSize(0);
        return pool;
    }

    private DataSourceFactory read(DatabaseAddress address, int size, long limit) {
        DataSourceFactory pool = pool(address);
        pool.setMinSize(size);
        pool.setMaxSize(size);
        Map<String, String> properties = pool.getProperties();
        properties.put("options", "-c statement_timeout=" + limit + " -c " + String.join(" -c ", PLANNING));
        properties.put("socketTimeout", Long.toString(settings.socketTimeout()));
        return pool;
    }

    /** Returns the pool that requests write through. Writes wait for each other, so more connections would not help. */
    DataSourceFactory write(DatabaseAddress primary) {
        DataSourceFactory pool = pool(primary);
        // A node must start without a primary, and most nodes never write.
        pool.setMinSize(0);
        pool.setInitialSize(0);
        pool.setMaxSize(2);
        // Unlike a read, a write is not repeated when its connection was lost, so each connection is checked first.
        pool.setValidationInterval(Duration.seconds(0));
        long limit = settings.statementTimeout().toMilliseconds();
        pool.getProperties()
                .put(
                        "options",
                        "-c statement_timeout=" + limit + " -c lock_timeout=" + limit / 2
                                + " -c idle_in_transaction_session_timeout=" + 5 * limit);
        pool.getProperties().put("socketTimeout", Long.toString(settings.socketTimeout()));
        return pool;
    }

    /** Returns the pool that shoppers write through. Their writes rarely wait for each other, and share the waits for the disk. */
    DataSourceFactory shopper(DatabaseAddress primary, int connections) {
        DataSourceFactory pool = write(primary);
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
    DataSourceFactory command(DatabaseAddress address) {
        DataSourceFactory pool = pool(address);
        pool.setInitializationQuery(WITHOUT_TIME_LIMITS);
        return pool;
    }

    private DataSourceFactory pool(DatabaseAddress address) {
        DataSourceFactory pool = new DataSourceFactory();
        pool.setDriverClass("org.postgresql.Driver");
        pool.setUrl(address.url());
        pool.setUser(DatabaseSettings.blankToNull(address.user()));
        pool.setPassword(DatabaseSettings.blankToNull(address.password()));
        if (address.keyPassword() != null) {
            pool.getProperties().put("sslpassword", address.keyPassword());
        }
        pool.setMinSize(1);
        pool.setInitialSize(1);
        pool.setMaxSize(1);
        pool.setMaxWaitForConnection(settings.poolWait());
        // Detects connections that a restarted PostgreSQL has closed, for one round trip per second.
        pool.setCheckConnectionOnBorrow(true);
        pool.setValidationInterval(Duration.seconds(1));
        pool.setValidationQuery("SELECT 1");
        pool.getProperties()
                .put("connectTimeout", Long.toString(settings.connectTimeout().toSeconds()));
        // The default is ten seconds, for which closing a statement that timed out would block.
        pool.getProperties()
                .put(
                        "cancelSignalTimeout",
                        Long.toString(settings.connectTimeout().toSeconds()));
        // This limit covers all servers together, and the first servers may be dead.
        pool.getProperties()
                .put(
                        "loginTimeout",
                        Long.toString(settings.connectTimeout().toSeconds()
                                * address.servers().size()));
        pool.getProperties().put("tcpKeepAlive", "true");
        pool.getProperties().put("ApplicationName", "atelier");
        return pool;
    }
}
