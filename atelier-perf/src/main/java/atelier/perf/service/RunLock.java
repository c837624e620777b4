package atelier.perf.service;

import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An exclusive lock between runs. The operating system releases it when this process ends. */
public final class RunLock implements AutoCloseable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param file the lock file, which is created if necessary and never deleted
     * @param refusal the message if another run holds the lock
     * @throws UsageException if another run holds the lock
     */
    public static RunLock take(Path file, String refusal) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new UsageException("%s (it holds %s)".formatted(refusal, file));
        }
        return new RunLock(channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another run in this process holds it.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
