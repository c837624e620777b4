package atelier.database;

import io.dropwizard.db.DataSourceFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** One server of a database: the only one, the primary, or a standby that follows it. */
public final class DatabaseServer {
    private final DatabaseSettings settings;
    private final DatabaseAddress address;

    DatabaseServer(DatabaseSettings settings, DatabaseAddress address) {
        this.settings = settings;
        this.address = address;
    }

    /** Opens a connection beside the pool, without a limit on the time of a statement. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        DataSourceFactory pool = settings.commandPool(address);
        properties.putAll(pool.getProperties());
        if (pool.getUser() != null) {
            properties.put("user", pool.getUser());
        }
        if (pool.getPassword() != null) {
            properties.put("password", pool.getPassword());
        }
        return DriverManager.getConnection(address.url(), properties);
    }

    /** Returns where it is, in words for people. */
    @Override
    public String toString() {
        return address.describe().replaceFirst("jdbc:postgresql:/*", "");
    }
}
