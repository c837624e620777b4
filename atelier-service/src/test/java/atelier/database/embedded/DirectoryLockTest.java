package atelier.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets this.
    private Path directory;

    @Test
    void aLockedDirectoryCannotBeLockedAgain() throws Exception {
        try (DirectoryLock lock = DirectoryLock.take(directory).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(DirectoryLock.take(directory)).isEmpty();
        }
    }

    @Test
    void aFailedAttemptLeavesTheDirectoryUnlocked() throws Exception {
        Path file = Files.createDirectory(directory.resolve("lock"));
        assertThatThrownBy(() -> DirectoryLock.take(directory)).isInstanceOf(IOException.class);
        Files.delete(file);

        Optional<DirectoryLock> lock = DirectoryLock.take(directory);

        assertThat(lock).isPresent();
        lock.get().close();
    }
}
