package atelier.database.embedded;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that this process starts and stops, on a data directory that stays.
 *
 * <p>After a {@code kill -9} of the process its server keeps running without an owner. The next start finds the directory unlocked,
 * stops that server and starts a new one.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** The largest number of connections, which bounds the connection pool. */
    public static final int MAX_CONNECTIONS = 256;

    /** Long enough for crash recovery. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** docs/decisions/embedded-postgresql.md has the reasons. */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=" + MAX_CONNECTIONS,
            "shared_buffers=256MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_wal_size=2GB",
            "max_parallel_workers_per_gather=0",
            "random_page_cost=1.1",
            "jit=off");

    private static final String UNFINISHED = "database-new-";

    private final DataDirectory directory;
    private final DirectoryLock lock;
    private final PostgresPrograms programs;

    private EmbeddedPostgres(DataDirectory directory, DirectoryLock lock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        this.programs = new PostgresPrograms(directory.path());
    }

    /**
     * Checks that there is a server for this platform. An image for nodes has none.
     *
     * @throws OperatorException if there is none
     */
    public static void requirePrograms() {
        try {
            PostgresArchive.find();
        } catch (IOException e) {
            throw new OperatorException("PostgreSQL cannot be read from the jar: " + e.getMessage(), e);
        }
    }

    /**
     * Starts the server of a directory; creates directory and database if they are missing.
     *
     * @return empty if another process owns the directory
     * @throws OperatorException if the directory cannot be used or the server does not start, with the reason
     */
    public static Optional<EmbeddedPostgres> start(DataDirectory directory) {
        try {
            Optional<DirectoryLock> lock = directory.lock();
            if (lock.isEmpty()) {
                return Optional.empty();
            }
            boolean started = false;
            try {
                EmbeddedPostgres postgres = new EmbeddedPostgres(directory, lock.get());
                postgres.start();
                started = true;
                return Optional.of(postgres);
            } finally {
                if (!started) {
                    lock.get().close();
                }
            }
        } catch (IOException e) {
            throw new OperatorException(
                    "The data directory " + directory.path() + " cannot be used: " + OperatorException.reason(e)
                            + (e instanceof FileSystemException file ? ": " + file.getFile() : ""),
                    e);
        }
    }

    private void start() throws IOException {
        Path database = directory.database();
        deleteUnfinished();
        if (!Files.exists(database)) {
            initialise(database);
        }
        String version = directory.version();
        if (!version.equals(PostgresPrograms.MAJOR_VERSION)) {
            throw new OperatorException("The database in " + database + " was made by PostgreSQL " + version
                    + ", this is " + PostgresPrograms.MAJOR_VERSION + ": move it away and import the catalogue again.");
        }
        directory.requirePassword();
        stopLeftover();
        int port = freePort();
        List<String> options = new ArrayList<>(List.of("-p", Integer.toString(port)));
        SETTINGS.forEach(setting -> options.addAll(List.of("-c", setting)));
        Path log = directory.path().resolve("postgresql.log");
        Files.deleteIfExists(log);
        // pg_ctl gives the server its own session, so that Ctrl-C reaches only this process, which stops the server
        // last.
        try {
            programs.control(directory, LIMIT, "start", "-l", log.toString(), "-o", String.join(" ", options));
        } catch (OperatorException e) {
            throw new OperatorException(
                    e.getMessage() + ". The end of " + log + ": " + PostgresPrograms.lastLines(log), e);
        }
        LOGGER.info("PostgreSQL listens on 127.0.0.1:{}, its data is in {}", port, directory.path());
    }

    private void initialise(Path database) throws IOException {
        directory.createPassword();
        // Created in another place and then moved, so that nobody mistakes an incomplete database for a complete one.
        // In a folder of its own, because the initdb of a start that was killed goes on for a while, and clears up.
        Path unfinished = Files.createTempDirectory(directory.path(), UNFINISHED);
        programs.run(
                LIMIT,
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + DataDirectory.USER,
                "--pwfile=" + directory.password(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions");
        Files.move(unfinished, database, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Leaves a folder that a program still writes to; a later start deletes it. */
    private void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory.path(), UNFINISHED + "*")) {
            unfinished.forEach(folder -> FileUtils.deleteQuietly(folder.toFile()));
        }
    }

    private void stopLeftover() throws IOException {
        Optional<Long> leftover = LeftoverServer.find(directory.database());
        if (leftover.isPresent()) {
            LOGGER.info("Stopping PostgreSQL (process {}), which an earlier process left running", leftover.get());
            new ServerStop(directory, programs).stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Stops the server, which ends its clients' connections, and unlocks the directory. */
    @Override
    public void close() {
        try {
            new ServerStop(directory, programs).stop();
            lock.close();
        } catch (OperatorException | IOException e) {
            LOGGER.error("PostgreSQL on {} could not be stopped", directory.path(), e);
        }
    }
}
