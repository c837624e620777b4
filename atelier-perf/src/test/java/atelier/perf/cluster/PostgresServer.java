package atelier.perf.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that can be stopped and started again with what is in it. */
final class PostgresServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private @Nullable EmbeddedPostgres running;

    PostgresServer(Path folder) throws IOException {
        this.folder = folder;
        this.port = Ports.free();
    }

    void start() throws IOException {
        running = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("max_connections", "100")
                .start();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
