package atelier.database.embedded;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The directory of an embedded database. The process that owns the directory locks the file {@code lock} and writes its id to {@code
 * owner}. {@code database} holds PostgreSQL's data, {@code password} the superuser's password.
 */
public record DataDirectory(Path path) {
    static final String USER = "atelier";

    /** Characters that mean something to a shell within double quotes, where PostgreSQL's programs put paths. */
    private static final Pattern FOR_THE_SHELL = Pattern.compile("[$`\"\\\\\\p{Cntrl}]");

    /**
     * Names a directory.
     *
     * @throws OperatorException if PostgreSQL's programs cannot use such a path
     */
    public DataDirectory {
        if (!isUsable(path)) {
            throw new OperatorException(
                    "ATELIER_DATA leads to " + path.toString().replaceAll("\\p{Cntrl}", "?")
                            + ", which PostgreSQL's programs would hand to a shell: choose a path without $, `, \", \\ and"
                            + " line breaks.");
        }
    }

    /**
     * Checks that the path is a directory, or can become one.
     *
     * @throws OperatorException if a file has its name, or a link that leads nowhere
     */
    public void requireNoFile() {
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new OperatorException("ATELIER_DATA must be a directory, but " + path
                    + " is a link to a place that does not exist: mount it, or create it.");
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new OperatorException("ATELIER_DATA must be a directory, but " + path + " is a file.");
        }
    }

    /** Returns whether PostgreSQL's programs can use a path: they pass it through a shell. */
    static boolean isUsable(Path path) {
        return !FOR_THE_SHELL.matcher(path.toString()).find();
    }

    /** The address of the server that runs on the directory, and the superuser's login. */
    public record Login(String url, String user, String password) {
        /** Leaves out the password. */
        @Override
        public String toString() {
            return url;
        }
    }

    Path database() {
        return path.resolve("database");
    }

    Path password() {
        return path.resolve("password");
    }

    /**
     * Returns the version of PostgreSQL that made the database.
     *
     * @throws OperatorException if the version is unknown, as after the loss of a disk
     */
    String version() throws IOException {
        Path file = database().resolve("PG_VERSION");
        String version = Files.exists(file) ? Files.readString(file).strip() : "";
        if (version.isEmpty()) {
            throw new OperatorException("The database in " + database() + " is damaged: its file PG_VERSION is missing"
                    + " or empty. Restore a backup, or move the folder away and import the catalogue again.");
        }
        return version;
    }

    /** Creates the directory if it is missing and locks it for this process; empty if it is locked already. */
    Optional<DirectoryLock> lock() throws IOException {
        Files.createDirectories(path);
        Optional<DirectoryLock> lock = DirectoryLock.take(path);
        if (lock.isPresent()) {
            Files.writeString(
                    path.resolve("owner"), Long.toString(ProcessHandle.current().pid()));
        }
        return lock;
    }

    /** Returns the name of the last process that locked the directory, for messages. */
    public String owner() {
        try {
            return "process " + Files.readString(path.resolve("owner")).strip();
        } catch (IOException e) {
            return "another process";
        }
    }

    /** Writes a random superuser password to a file that only its owner can read. */
    void createPassword() throws IOException {
        Files.deleteIfExists(password());
        Files.createFile(
                password(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Files.writeString(password(), HexFormat.of().formatHex(secret));
    }

    /**
     * Checks that the database's password is there, without which no connection can be opened.
     *
     * @throws OperatorException if it is not
     */
    void requirePassword() {
        if (!Files.exists(database())) {
            return;
        }
        String fault =
                !Files.exists(password()) ? " does not exist" : isPassword() ? "" : " cannot be read, or is empty";
        if (!fault.isEmpty()) {
            throw new OperatorException("The password of the database in " + path + " is missing: " + password() + fault
                    + ". Restore that file, or move " + database() + " away and import the catalogue again.");
        }
    }

    private boolean isPassword() {
        try {
            return !Files.readString(password()).isBlank();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the login of the server that runs on the directory; empty while none is ready. */
    public Optional<Login> login() {
        try {
            // PostgreSQL's own format: process id, data directory, start time, port, socket, host, memory key, state.
            List<String> lines = Files.readAllLines(database().resolve("postmaster.pid"));
            if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
                return Optional.empty();
            }
            String url = "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/postgres";
            return Optional.of(new Login(url, USER, Files.readString(password()).strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
