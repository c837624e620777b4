package atelier.database.embedded;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the PostgreSQL programs that travel in the jar, for one data directory. */
final class PostgresPrograms {
    /** The major version; a database directory of another one cannot be opened. */
    static final String MAJOR_VERSION = "18";

    private static final boolean AS_ROOT = System.getProperty("user.name").equals("root");

    private final Path directory;
    private final Path home;

    /** Unpacks the programs if that has not been done. */
    PostgresPrograms(Path directory) throws IOException {
        this.directory = directory;
        Path userHome = Path.of(System.getProperty("user.home", ""));
        Optional<Path> cacheFolder =
                PostgresArchive.cacheFolder(System.getenv(), userHome).filter(DataDirectory::isUsable);
        home = PostgresArchive.find().unpack(cacheFolder, directory);
    }

    /**
     * Runs a program to its end.
     *
     * @throws OperatorException if it fails or takes longer, with the last lines of its output
     */
    void run(Duration limit, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (AS_ROOT) {
            // PostgreSQL refuses to run as root. In a user namespace of its own it sees itself as nobody, though it
            // keeps root's rights on files. This is good enough to try the service, not to run it for others.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = directory.resolve(program + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            if (!ended || process.exitValue() != 0) {
                throw new OperatorException("PostgreSQL's " + program + (ended ? " failed: " : " took too long: ")
                        + lastLines(output) + (AS_ROOT ? " (run as root, through unshare --user)" : ""));
            }
        } catch (IOException e) {
            throw new OperatorException("PostgreSQL's " + program + " could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("Interrupted while waiting for PostgreSQL's " + program, e);
        }
    }

    /**
     * Starts or stops the server, and waits until that is done.
     *
     * @throws OperatorException if it fails or takes longer
     */
    void control(DataDirectory server, Duration limit, String action, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                action, "-w", "-s", "-D", server.database().toString(), "-t", Long.toString(limit.toSeconds())));
        arguments.addAll(List.of(options));
        run(limit.plusSeconds(5), "pg_ctl", arguments.toArray(String[]::new));
    }

    /** Returns the last lines of a log as one; empty if there is no log. */
    static String lastLines(Path log) {
        List<String> lines;
        try {
            // PostgreSQL's messages may be in any encoding.
            lines = Files.readString(log, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            return "";
        }
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }
}
