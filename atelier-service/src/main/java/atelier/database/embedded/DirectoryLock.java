package atelier.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The exclusive right to a directory, for the life of this process at most: however that ends, the right ends too. */
final class DirectoryLock implements AutoCloseable {
    /**
     * The directories that this very process holds. POSIX gives a process's lock away as soon as the process closes any
     * handle of the file, so the file of a lock that is held must not be opened a second time.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes a directory; empty if somebody has it. */
    static Optional<DirectoryLock> take(Path directory) throws IOException {
        Path path = directory.toRealPath();
        if (!HELD.add(path)) {
            return Optional.empty();
        }
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            HELD.remove(path);
            return Optional.empty();
        }
        return Optional.of(new DirectoryLock(path, channel));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(directory);
    }
}
