package atelier.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    private Path folder;

    @Test
    void serverOfAnotherDirectoryIsNotStoppedAsALeftover() throws Exception {
        DataDirectory first = new DataDirectory(folder.resolve("first"));
        DataDirectory second = new DataDirectory(folder.resolve("second"));
        start(second).close();
        try (EmbeddedPostgres running = start(first)) {
            Path pidFile = Path.of("postmaster.pid");
            Files.copy(
                    first.database().resolve(pidFile),
                    second.database().resolve(pidFile),
                    StandardCopyOption.REPLACE_EXISTING);

            start(second).close();

            assertThat(first.login()).isPresent();
            assertThat(ProcessHandle.of(pid(first)))
                    .as("the process of %s", running)
                    .isPresent();
        }
    }

    private static EmbeddedPostgres start(DataDirectory directory) {
        return EmbeddedPostgres.start(directory).orElseThrow();
    }

    private static long pid(DataDirectory directory) throws Exception {
        return Long.parseLong(Files.readAllLines(directory.database().resolve("postmaster.pid"))
                .get(0));
    }
}
