package atelier.perf.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The parsed classes of the service's jar, in an archive that the JVMs of tests map into memory. Parsing them is a quarter of the CPU
 * time of a start. A JVM ignores an archive that does not fit its jar.
 */
final class ServiceArchive {
    /** Writing an archive costs as much CPU time as eight starts save, so a quick tier does without. */
    private static final int STARTS = 5;

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private static final Object WRITING = new Object();

    private static int starts;

    private ServiceArchive() {}

    /** Returns the options of a JVM that runs the jar. One of the first calls lets the archive be written meanwhile. */
    static synchronized List<String> options() {
        Path archive = path();
        if (Files.exists(archive)) {
            // What the JVM has to say about an archive would be in a log that a test reads.
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable");
        }
        starts++;
        if (starts == STARTS) {
            Thread writer = new Thread(ServiceArchive::writeUnlessItExists, "class archive");
            writer.setDaemon(true);
            writer.start();
        }
        return List.of();
    }

    /** Returns the archive's path. It differs if an archive would not fit: a JVM compares the size and the time of the jar. */
    static Path path() {
        File jar = Commands.PROJECT.resolve(Jvm.JAR).toFile();
        String all = Runtime.version() + " " + jar.length() + " " + jar.lastModified();
        return TARGET.resolve("service-" + Integer.toHexString(all.hashCode()) + ".jsa");
    }

    static void writeUnlessItExists() {
        synchronized (WRITING) {
            if (!Files.exists(path())) {
                write(path());
            }
        }
    }

    private static void write(Path archive) {
        try {
            Path folder = Files.createTempDirectory(TARGET, "class-archive");
            Path unfinished = folder.resolve("unfinished.jsa");
            Map<String, String> settings = Map.of(
                    "JDK_JAVA_OPTIONS",
                    "-XX:ArchiveClassesAtExit=" + unfinished,
                    "ATELIER_DATA",
                    folder.resolve("data").toString(),
                    "DEMO_PRODUCTS",
                    "1",
                    "DRAIN_WAIT",
                    "0s");
            try (Node node = new Node("class-archive", folder, Jvm.SHORT_LIVED, settings)) {
                node.start();
                node.signal("TERM");
                node.awaitEnd();
            }
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (Exception e) {
            // Without an archive, starts only take longer.
            System.out.println("No archive of the service's classes was written: " + e);
        }
    }
}
