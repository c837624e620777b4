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
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that tests can stop, start again with its data, and copy to a standby that follows it. */
final class PostgresServer implements AutoCloseable {
    /**
     * The library unpacks its programs once per JVM, by default into the first server's folder. That folder is deleted with its test
     * while other tests still start servers.
     */
    static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

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
                // As a server has it whose data matters; the library turns them off.
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /**
     * Makes a standby of this server, which must be stopped; the caller then starts both. The embedded PostgreSQL lacks pg_basebackup,
     * but copying the files of a stopped server does the same.
     */
    PostgresServer standby(Path other) throws IOException {
        PostgresServer standby = new PostgresServer(other);
        Files.createDirectories(other);
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.toList()) {
                Files.copy(file, standby.data().resolve(data().relativize(file).toString()));
            }
        }
        // PostgreSQL refuses data that other users can read.
        Files.setPosixFilePermissions(standby.data(), Files.getPosixFilePermissions(data()));
        Files.createFile(standby.data().resolve("standby.signal"));
        Files.write(
                standby.data().resolve("postgresql.auto.conf"),
                List.of("primary_conninfo = 'host=127.0.0.1 port=%s user=postgres'".formatted(port)));
        return standby;
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Returns the settings of nodes that use this server. */
    Map<String, String> settings() {
        return Map.of("DATABASE_URL", url(), "DATABASE_USER", "postgres");
    }

    private String url() {
        return "jdbc:postgresql://" + address() + "/postgres";
    }

    /** Returns {@code host:port}. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns the first column of a query's first row. */
    String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Kills all of the server's processes; the operating system closes their connections. */
    void kill() throws IOException {
        List<ProcessHandle> processes = Stream.concat(
                        Stream.of(postmaster()), postmaster().descendants())
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        close();
    }

    /** Stops all of the server's processes, so that connections stay open and nothing responds, until the result is closed. */
    Frozen freeze() throws IOException {
        // First the process that starts others.
        signal("STOP", Stream.of(postmaster()));
        signal("STOP", postmaster().descendants());
        return () -> {
            signal("CONT", postmaster().descendants());
            signal("CONT", Stream.of(postmaster()));
        };
    }

    /** Continues a frozen server. */
    interface Frozen extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private static void signal(String signal, Stream<ProcessHandle> processes) throws IOException {
        for (ProcessHandle process : processes.toList()) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        }
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data().resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
