package atelier.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresArchiveTest {
    @TempDir
    private Path folder;

    /** Unpacks as a process of its own. */
    public static final class Unpack {
        private Unpack() {}

        public static void main(String[] arguments) throws IOException {
            PostgresArchive.find().unpack(Optional.of(Path.of(arguments[0])), Path.of(arguments[1]));
        }
    }

    @Test
    @FullTier("three JVMs unpack 60 MB")
    void concurrentProcessesShareOneUnpackedCopyEvenIfOneIsKilled() throws Exception {
        Path cache = folder.resolve("cache");
        List<Path> dataDirectories = List.of(folder.resolve("a"), folder.resolve("b"));

        Process killed = unpack(cache, folder.resolve("killed"));
        Program.await("the first files", () -> Files.exists(cache.resolve("unpacking/bin")));
        List<Process> others =
                dataDirectories.stream().map(data -> unpack(cache, data)).toList();
        killed.destroyForcibly();
        for (Process other : others) {
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isZero();
        }

        assertThat(entries(cache)).hasSize(2).contains("unpacking.lock").anyMatch(name -> name.startsWith("postgres"));
        assertThat(dataDirectories).noneMatch(Files::exists);
        Path programs = PostgresArchive.find().unpack(Optional.of(cache), folder);
        assertThat(programs).hasParent(cache).isDirectoryContaining("glob:**/bin");
        assertThat(new ProcessBuilder(programs.resolve("bin/postgres").toString(), "--version")
                        .start()
                        .waitFor())
                .isZero();
        assertThat(Files.getPosixFilePermissions(programs.resolve("bin/postgres")))
                .doesNotContain(PosixFilePermission.OWNER_WRITE);
    }

    private Process unpack(Path cache, Path data) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Unpack.class.getName(),
                            cache.toString(),
                            data.toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void unwritableCacheFolderIsReplacedByTheDataDirectory() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path data = Files.createDirectory(folder.resolve("data"));
        PostgresArchive archive = PostgresArchive.find();

        Path programs = archive.unpack(Optional.of(file.resolve("atelier")), data);

        assertThat(programs.resolve("bin/initdb")).isExecutable();
        assertThat(programs).hasParent(data);
        assertThat(archive.unpack(Optional.of(folder.resolve("usable")), data))
                .as("a copy that the data directory has")
                .isEqualTo(programs);
    }

    @Test
    void cacheFolderBelongsToTheUser() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));

        assertThat(PostgresArchive.cacheFolder(Map.of(), home)).contains(home.resolve(".cache/atelier"));
        assertThat(PostgresArchive.cacheFolder(Map.of("XDG_CACHE_HOME", "relative"), home))
                .contains(home.resolve(".cache/atelier"));
        assertThat(PostgresArchive.cacheFolder(Map.of("XDG_CACHE_HOME", "/elsewhere"), home))
                .contains(Path.of("/elsewhere/atelier"));
        assertThat(PostgresArchive.cacheFolder(Map.of(), Path.of("?"))).isEmpty();
        assertThat(PostgresArchive.cacheFolder(Map.of(), folder.resolve("nonexistent")))
                .isEmpty();

        Files.createDirectories(home.resolve("Library/Caches"));
        assertThat(PostgresArchive.cacheFolder(Map.of(), home)).contains(home.resolve("Library/Caches/atelier"));
    }

    private static List<String> entries(Path directory) {
        return List.of(Objects.requireNonNull(directory.toFile().list()));
    }
}
