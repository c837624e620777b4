package atelier.database.embedded;

import atelier.database.DatabaseAddress;
import atelier.database.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The directory of an embedded database: {@code lock} is held by the process that owns it and {@code owner} names it,
 * {@code database} holds PostgreSQL's data, {@code password} the superuser's password.
 */
public record DataDirectory(Path path) {
    static final String USER = "atelier";

    Path database() {
        return path.resolve("database");
    }

    Path password() {
        return path.resolve("password");
    }

    /** Takes the directory for this process, making it if need be; empty if it is taken. */
    Optional<DirectoryLock> lock() throws IOException {
        Files.createDirectories(path);
        Optional<DirectoryLock> lock = DirectoryLock.take(path);
        if (lock.isPresent()) {
            Files.writeString(
                    path.resolve("owner"), Long.toString(ProcessHandle.current().pid()));
        }
        return lock;
    }

    /** Returns the process that took the directory last. */
    public String owner() {
        try {
            return "process " + Files.readString(path.resolve("owner")).strip();
        } catch (IOException e) {
            return "another process";
        }
    }

    /** Makes up the superuser's password and keeps it where only the directory's owner can read it. */
    void createPassword() throws IOException {
        Files.deleteIfExists(password());
        Files.createFile(
                password(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Files.writeString(password(), HexFormat.of().formatHex(secret));
    }

    /** Returns where the server that runs here listens; empty while none is ready. */
    Optional<DatabaseAddress> address() {
        try {
            // PostgreSQL's own format: process id, data directory, start time, port, socket, host, memory key, state.
            List<String> lines = Files.readAllLines(database().resolve("postmaster.pid"));
            if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
                return Optional.empty();
            }
            String url = "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/postgres";
            return Optional.of(
                    new DatabaseAddress(url, USER, Files.readString(password()).strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits until the server that another process starts here is ready; empty if that takes longer. */
    public Optional<DatabaseAddress> awaitAddress(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<DatabaseAddress> address = address();
        while (address.isEmpty() && System.nanoTime() < deadline) {
            Pause.milliseconds(100);
            address = address();
        }
        return address;
    }
}
