package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code atelier}, which keeps the classes of a start for the next one. */
@FullTier("starts the service three times")
@BesideOthers
class LoadedClassesIT {
    private static final Path PROJECT = Path.of("..");

    /** What the JVM logs of a class that it has found in the file. */
    private static final String MAPPED = "atelier.AtelierApplication source: shared objects file (top)";

    /** Copies of the script and the jar: the project's own file of classes is not the test's. */
    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void copyTheScript() throws IOException {
        target = Files.createDirectories(folder.resolve("atelier-service/target"));
        Files.copy(PROJECT.resolve("atelier"), folder.resolve("atelier"));
        assertThat(folder.resolve("atelier").toFile().setExecutable(true)).isTrue();
    }

    @Test
    void withoutTheJarItSaysHowToBuildIt() throws Exception {
        assertThat(end("missing", "server", "config.yml")).isEqualTo(2);
        assertThat(output("missing"))
                .isEqualTo("There is no " + target.toRealPath()
                        + "/atelier-service.jar. This builds it: mvn -q -DskipTests package\n");
    }

    @Test
    void aSecondStartFindsTheClassesOfTheFirstUntilTheJarChanges() throws Exception {
        Path jar = copyTheJar();

        start("first");
        assertThat(output("first")).doesNotContain(MAPPED, "Skipping");
        assertThat(classes()).singleElement().satisfies(file -> assertThat(file).isNotEmptyFile());

        start("second");
        assertThat(output("second")).contains(MAPPED);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        assertThat(end("changed", "check", "config.yml")).isZero();
        assertThat(output("changed")).doesNotContain(MAPPED, "warning");
    }

    @Test
    void aStartThatFailsLeavesNoFile() throws Exception {
        copyTheJar();

        assertThat(end("failed", "server", "missing.yml")).isEqualTo(1);
        assertThat(classes()).isEmpty();
    }

    private Path copyTheJar() throws IOException {
        Path jar = target.resolve("atelier-service.jar");
        Files.copy(PROJECT.resolve("atelier-service/target/atelier-service.jar"), jar);
        return jar;
    }

    /** Starts the service, waits until it is ready, and stops it. */
    private void start(String name) throws Exception {
        try (GuardedProcess service = run(name, "server", "config.yml")) {
            Waiting.until("the service is ready", () -> {
                assertThat(service.isAlive()).as(output(name)).isTrue();
                return output(name).contains("Serving http://");
            });
            service.handle().children().forEach(ProcessHandle::destroy);
            Waiting.until("the service has stopped", () -> !service.isAlive());
        }
    }

    private int end(String name, String... arguments) throws Exception {
        try (GuardedProcess program = run(name, arguments)) {
            Waiting.until(name + " has ended", () -> !program.isAlive());
            return program.exitStatus();
        }
    }

    private GuardedProcess run(String name, String... arguments) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "ATELIER_DATA", folder.resolve("data").toString(),
                "DEMO_PRODUCTS", "0",
                "HTTP_PORT", "0",
                "ADMIN_PORT", "0",
                "WARM_UP_REQUESTS", "0",
                "DRAIN_WAIT", "0s"));
        settings.put("JAVA_HOME", System.getProperty("java.home"));
        settings.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:class+load");
        List<String> command = Stream.concat(Stream.of(folder.resolve("atelier").toString()), Stream.of(arguments))
                .toList();
        return GuardedProcess.start(command, PROJECT, EmbeddedService.variables(PROJECT), settings, log(name));
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private String output(String name) throws IOException {
        return Files.readString(log(name));
    }

    private List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
