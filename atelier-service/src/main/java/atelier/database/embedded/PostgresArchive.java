package atelier.database.embedded;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL build for this platform that travels in the jar. */
final class PostgresArchive {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresArchive.class);

    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64");

    private final URL resource;
    private final String name;

    private PostgresArchive(URL resource) throws IOException {
        this.resource = resource;
        // The size tells one build of PostgreSQL from the next without reading it.
        name = "postgresql-" + PostgresPrograms.MAJOR_VERSION + "-"
                + resource.openConnection().getContentLengthLong();
    }

    /**
     * Finds the build.
     *
     * @throws OperatorException if the jar has none for this platform
     */
    static PostgresArchive find() throws IOException {
        URL resource = PostgresArchive.class.getResource("/postgres-" + platform() + ".txz");
        if (resource == null) {
            throw new OperatorException("There is no embedded PostgreSQL for " + platform()
                    + " here. Set DATABASE_URL to a PostgreSQL of your own, or build the jar on such a machine.");
        }
        return new PostgresArchive(resource);
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return (system.startsWith("mac") ? "darwin" : system) + "-" + PROCESSORS.getOrDefault(processor, processor);
    }

    /** Returns the user's cache folder by the custom of the platform; empty if the user has no home. */
    static Optional<Path> cacheFolder(Map<String, String> environment, Path home) {
        Path configured = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        if (configured.isAbsolute()) {
            return Optional.of(configured.resolve("atelier"));
        }
        // A process whose user has no entry in the system's list gets "?" for a home.
        if (!home.isAbsolute() || !Files.isDirectory(home)) {
            return Optional.empty();
        }
        Path library = home.resolve("Library/Caches");
        return Optional.of((Files.isDirectory(library) ? library : home.resolve(".cache")).resolve("atelier"));
    }

    /**
     * Unpacks the programs unless that has been done, and returns their folder. All data directories of a user share
     * the copy in the cache folder. If the cache folder cannot be used, the data directory gets a copy of its own.
     */
    Path unpack(Optional<Path> cacheFolder, Path dataDirectory) throws IOException {
        if (cacheFolder.isPresent() && !Files.exists(dataDirectory.resolve(name))) {
            try {
                return unpackInto(cacheFolder.get());
            } catch (IOException e) {
                LOGGER.info(
                        "Unpacking PostgreSQL into {}, because the cache folder cannot be used: {}",
                        dataDirectory,
                        e.toString());
            }
        }
        return unpackInto(dataDirectory);
    }

    private Path unpackInto(Path folder) throws IOException {
        Path programs = folder.resolve(name);
        if (!Files.exists(programs)) {
            Files.createDirectories(folder);
            unpackAlone(folder, programs);
        }
        // False on a file system that is mounted "noexec", too.
        if (!Files.isExecutable(programs.resolve("bin/postgres"))) {
            throw new IOException("no program can be run from " + programs);
        }
        return programs;
    }

    /** Unpacks beside the final place and then renames, so that a process that is killed leaves no incomplete copy. */
    private void unpackAlone(Path folder, Path programs) throws IOException {
        // The file lock keeps out other processes, and throws if another thread of this process holds it.
        synchronized (PostgresArchive.class) {
            try (FileChannel lock = FileChannel.open(
                    folder.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (Files.exists(programs)) {
                    return;
                }
                Path unfinished = folder.resolve("unpacking");
                FileUtils.deleteDirectory(unfinished.toFile());
                try {
                    extract(unfinished);
                    Files.move(unfinished, programs, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    // A full disk shall not stay full.
                    FileUtils.deleteQuietly(unfinished.toFile());
                    throw e;
                }
            }
        }
    }

    private void extract(Path target) throws IOException {
        try (InputStream packed = resource.openStream();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
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
                    boolean program = (entry.getMode() & 0111) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(program ? "r-xr-xr-x" : "r--r--r--"));
                }
            }
        }
    }
}
