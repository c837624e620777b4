package atelier.database;

import atelier.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs that travel in the jar, unpacked once for each version. */
final class PostgresBinaries {
    /** The major version; a database directory of another one cannot be opened. */
    static final String MAJOR_VERSION = "18";

    private PostgresBinaries() {}

    /** Returns the directory that holds {@code bin}, unpacking it below {@code parent} if it is not there yet. */
    static Path unpack(Path parent) throws IOException {
        String archive = "postgres-" + platform() + ".txz";
        URL resource = PostgresBinaries.class.getResource("/" + archive);
        if (resource == null) {
            throw new OperatorException("This jar has no PostgreSQL for " + platform()
                    + ". Build it on such a machine, or set DATABASE_URL to a PostgreSQL of your own.");
        }
        URLConnection connection = resource.openConnection();
        // The size tells one build of PostgreSQL from the next without reading it.
        Path home = parent.resolve(
                "postgresql-" + MAJOR_VERSION + "-" + platform() + "-" + connection.getContentLengthLong());
        try (InputStream packed = connection.getInputStream()) {
            if (!Files.exists(home)) {
                Path unfinished = Files.createTempDirectory(parent, "unpacking-");
                extract(packed, unfinished);
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return home;
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return (system.startsWith("mac") ? "darwin" : system.replace(' ', '_'))
                + (processor.equals("aarch64") ? "-arm_64" : "-x86_64");
    }

    private static void extract(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.resolveSibling("."));
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.resolveSibling("."));
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

    /** Deletes a directory and all below it; missing is fine. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
