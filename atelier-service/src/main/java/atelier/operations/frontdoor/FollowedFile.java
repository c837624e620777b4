package atelier.operations.frontdoor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log file that grows, and that something else may rename, replace or truncate. Returns each line once.
 *
 * <p>It can free the space of what was read. The file then keeps its length, and only the part that was read changes. So no line is lost
 * that nginx writes meanwhile. A truncation would lose lines that nginx writes after the last read.
 */
final class FollowedFile {
    /** No limit: the file is only read. */
    static final long UNLIMITED = Long.MAX_VALUE;

    /** A line is shorter by far: nginx limits the parts of it that come from clients. */
    private static final int LONGEST_LINE = 1 << 20;

    private final Path file;
    private final long limit;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private boolean replaced;
    /** Up to here the space is free. */
    private long freed;

    /**
     * Follows a file from its current end, or from its beginning if it does not exist yet.
     *
     * @param limit how many bytes are read before their space is freed
     */
    FollowedFile(Path file, long limit) throws IOException {
        this.file = file;
        this.limit = limit;
        FileChannel opened = open();
        if (opened != null) {
            opened.position(opened.size());
        }
    }

    /** Hands over all lines that were completed since the last call. */
    void read(Consumer<String> lines) throws IOException {
        FileChannel current = channel == null ? open() : channel;
        if (current == null) {
            return;
        }
        readToEnd(current, lines);
        if (isReplaced()) {
            // Its writers may still write into the old file for a moment. So read that once more, at the next call.
            if (replaced) {
                current.close();
                channel = null;
                unfinished.reset();
                read(lines);
            } else {
                replaced = true;
            }
        } else if (current.position() - freed >= limit) {
            FreedSpace.free(file, freed, current.position());
            freed = current.position();
        }
    }

    private void readToEnd(FileChannel current, Consumer<String> lines) throws IOException {
        if (current.size() < current.position()) {
            current.position(0);
            freed = 0;
            unfinished.reset();
        }
        while (current.read(buffer) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    lines.accept(unfinished.toString(StandardCharsets.ISO_8859_1));
                    unfinished.reset();
                } else if (unfinished.size() < LONGEST_LINE) {
                    unfinished.write(next);
                }
            }
            buffer.clear();
        }
    }

    /** Returns whether the path leads to another file now. If it leads to none, the writer still has the old file. */
    private boolean isReplaced() throws IOException {
        try {
            Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return now != null && !now.equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private @Nullable FileChannel open() throws IOException {
        try {
            key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            replaced = false;
            freed = 0;
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return channel;
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
