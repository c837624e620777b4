package atelier.perf.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that can be stopped and started again with what is in it, and copied to a standby that follows it. */
final class PostgresServer implements AutoCloseable {
    /**
     * The library unpacks its programs once for all servers of a JVM. In the first server's own folder, which goes with its
     * test, they would go while another test starts.
     */
    private static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

    private final Path folder;
    private final int port;
    private @Nullable EmbeddedPostgres running;

    PostgresServer(Path folder) throws IOException {
        this.folder = folder;
        this.port = Ports.free();
    }

    void start() throws IOException {
        running = EmbeddedPostgres.builder()
                .setDataDirectory(data())
                .setOverrideWorkingDirectory(PROGRAMS.toFile())
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("max_connections", "100")
                .start();
    }

    /**
     * Makes a standby of this one, which must not run meanwhile; both are to be started then. A copy of its files is as good as
     * pg_basebackup's, which the embedded PostgreSQL lacks.
     */
    PostgresServer standby(Path other) throws IOException {
        PostgresServer standby = new PostgresServer(other);
        Files.createDirectories(other);
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.toList()) {
                Files.copy(file, standby.data().resolve(data().relativize(file).toString()));
            }
        }
        // PostgreSQL takes no data that others can read.
        Files.setPosixFilePermissions(standby.data(), Files.getPosixFilePermissions(data()));
        Files.createFile(standby.data().resolve("standby.signal"));
        Files.write(
                standby.data().resolve("postgresql.auto.conf"),
                List.of("primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'".formatted(port)));
        return standby;
    }

    private Path data() {
        return folder.resolve("data");
    }

    String url() {
        return "jdbc:postgresql://" + address() + "/postgres";
    }

    /** {@code host:port}. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** The first value of a query's first row. */
    String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Ends it without a word from PostgreSQL; the system closes its connections. */
    void kill() throws IOException, InterruptedException {
        String pid = Files.readAllLines(data().resolve("postmaster.pid")).get(0);
        List<ProcessHandle> processes = Stream.concat(
                        ProcessHandle.of(Long.parseLong(pid)).stream(),
                        ProcessHandle.of(Long.parseLong(pid)).stream().flatMap(ProcessHandle::descendants))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        close();
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
