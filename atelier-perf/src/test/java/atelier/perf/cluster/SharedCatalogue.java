package atelier.perf.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL with an imported catalogue that all clusters of this JVM share: an import for each of them would take longer than their
 * tests. Each cluster gets a copy of the database, so its tests may change the catalogue. Tests that stop PostgreSQL start their own.
 */
final class SharedCatalogue {
    static final int PRODUCTS = 2_000;

    private static @Nullable SharedCatalogue shared;

    private final int port;
    private int copies;

    private SharedCatalogue(int port) {
        this.port = port;
    }

    /** Returns the catalogue; the first call imports it. PostgreSQL ends with this JVM. */
    static synchronized SharedCatalogue get() throws Exception {
        if (shared == null) {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(PostgresServer.PROGRAMS.toFile())
                    .setServerConfig("max_connections", "200")
                    .start();
            SharedCatalogue catalogue = new SharedCatalogue(server.getPort());
            Path logs = Files.createDirectories(Path.of("target", "shared-catalogue"));
            new Commands(logs.toRealPath(), catalogue.settings("postgres")).prepare(PRODUCTS);
            shared = catalogue;
        }
        return shared;
    }

    /** Copies the database and returns the settings of nodes that use the copy. */
    synchronized Map<String, String> copy() throws SQLException {
        String name = "copy_" + ++copies;
        // A database can be copied only while nobody is connected to it.
        try (Connection connection = DriverManager.getConnection(url("template1"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE postgres");
        }
        return settings(name);
    }

    private Map<String, String> settings(String database) {
        return Map.of("DATABASE_URL", url(database), "DATABASE_USER", "postgres");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
