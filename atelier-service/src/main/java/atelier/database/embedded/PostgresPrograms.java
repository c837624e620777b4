package atelier.database.embedded;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;

/** The PostgreSQL programs that travel in the jar: unpacked once for each version, and run. */
final class PostgresPrograms {
    /** The major version; a database directory of another one cannot be opened. */
    static final String MAJOR_VERSION = "18";

    private static final boolean AS_ROOT = System.getProperty("user.name").equals("root");

    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64");

    private final Path directory;
    private final Path home;

    /** Unpacks the programs below a directory if they are not there yet. */
    PostgresPrograms(Path directory) throws IOException {
        this.directory = directory;
        String archive = "postgres-" + platform() + ".txz";
        URL resource = PostgresPrograms.class.getResource("/" + archive);
        if (resource == null) {
            throw new OperatorException("This jar has no PostgreSQL for " + platform()
                    + ". Build it on such a machine, or set DATABASE_URL to a PostgreSQL of your own.");
        }
        URLConnection connection = resource.openConnection();
        // The size tells one build of PostgreSQL from the next without reading it.
        home = directory.resolve("postgresql-" + MAJOR_VERSION + "-" + connection.getContentLengthLong());
        try (InputStream packed = connection.getInputStream()) {
            if (!Files.exists(home)) {
                Path unfinished = directory.resolve("unpacking");
                FileUtils.deleteDirectory(unfinished.toFile());
                extract(packed, unfinished);
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /**
     * Runs a program to its end.
     *
     * @throws OperatorException if it fails or takes longer, with the last lines of what it said
     */
    void run(Duration limit, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (AS_ROOT) {
            // PostgreSQL refuses to run as root. In a user namespace of its own it sees itself as nobody, though it
            // keeps root's rights on files: good enough for a try, and not how to run a service.
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

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return (system.startsWith("mac") ? "darwin" : system) + "-" + PROCESSORS.getOrDefault(processor, processor);
    }

    private static void extract(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(path, permissions((entry.getMode() & 0111) != 0));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(boolean executable) {
        EnumSet<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (executable) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }
}
