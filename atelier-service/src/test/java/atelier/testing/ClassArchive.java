package atelier.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parsed classes of libraries and JDK, in an archive that the JVMs of started programs map into memory. Parsing them is up to a
 * third of the CPU time of a start. A JVM ignores an archive that does not fit its class path.
 */
final class ClassArchive {
    /** Writing an archive costs as much CPU time as about ten starts save, so a quick tier does without. */
    private static final int STARTS = 10;

    private static final Path TARGET = Path.of("target");

    private static final String JARS = classPath(true);

    /** An archive can only have classes of jars, which then must come first on the class path. */
    private static final String CLASS_PATH = JARS + File.pathSeparator + classPath(false);

    static final Path ARCHIVE = TARGET.resolve("classes-" + digest(JARS) + ".jsa");

    private static int starts;

    private ClassArchive() {}

    private static String classPath(boolean jars) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") == jars)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns what differs if an archive of these jars would not fit: a JVM compares their names, sizes and times. */
    static String digest(String jars) {
        String all = Stream.of(jars.split(File.pathSeparator))
                .map(File::new)
                .map(jar -> jar + " " + jar.length() + " " + jar.lastModified())
                .collect(Collectors.joining("\n", Runtime.version() + "\n", ""));
        return Integer.toHexString(all.hashCode());
    }

    /** Returns the options with which a JVM finds the tested classes. */
    static synchronized List<String> options() throws IOException {
        starts++;
        if (starts == STARTS) {
            writeUnlessItExists();
        }
        return Files.exists(ARCHIVE)
                // What the JVM has to say about an archive would be in an output that a test compares.
                ? List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:disable", "-cp", CLASS_PATH)
                : List.of("-cp", CLASS_PATH);
    }

    static void writeUnlessItExists() throws IOException {
        try (FileChannel channel = FileChannel.open(
                        TARGET.resolve("classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            // Another JVM may write it just now. Until then, we do without.
            if (lock != null && !Files.exists(ARCHIVE)) {
                write();
            }
        }
    }

    private static void write() throws IOException {
        Path names = TARGET.resolve("classes.list");
        Map<String, String> environment =
                RunningService.Service.environment(TestPostgres.shared().newFixtureDatabase());
        try (Program service = Program.start(
                environment,
                List.of("-XX:DumpLoadedClassList=" + names, "-cp", CLASS_PATH, Program.MAIN_CLASS),
                "server",
                "../config.yml")) {
            service.awaitAnswer();
            service.terminate();
        }
        Path unfinished = Path.of(ARCHIVE + ".unfinished");
        Process dump = new ProcessBuilder(
                        Program.JAVA,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + names,
                        "-XX:SharedArchiveFile=" + unfinished,
                        "-cp",
                        JARS)
                .redirectErrorStream(true)
                .redirectOutput(TARGET.resolve("classes.log").toFile())
                .start();
        dump.onExit().join();
        // Without an archive, starts only take longer.
        if (dump.exitValue() == 0) {
            Files.move(unfinished, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
