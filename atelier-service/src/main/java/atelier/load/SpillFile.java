package atelier.load;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * A temporary file of {@link Records}, divided into parts by ranges of owners. Records arrive in any order. They lie in segments in the
 * order of arrival, and each segment belongs to one part.
 */
final class SpillFile implements Closeable {
    /** Large enough for the disk, and small enough for one buffer per part of a large dataset. */
    private static final int SEGMENT = 1 << 14;

    private final FileChannel channel;
    private final Part[] parts;
    private final int[] firstIds;
    private long end;
    private int lastPart;

    /** @param firstIds the first id of each part, ascending, beginning with the lowest id of all */
    SpillFile(int[] firstIds) throws IOException {
        this.channel = TemporaryFile.open();
        this.firstIds = firstIds.clone();
        this.parts = new Part[firstIds.length];
        Arrays.setAll(parts, part -> new Part());
    }

    /** Adds the record in a range. */
    void add(byte[] source, int from, int to) throws IOException {
        Part part = parts[part(Records.owner(source, from))];
        int length = to - from;
        if (part.used + length > SEGMENT) {
            flush(part);
        }
        if (length > SEGMENT) {
            write(part, source, from, length);
            return;
        }
        if (part.buffer.length == 0) {
            part.buffer = new byte[SEGMENT];
        }
        System.arraycopy(source, from, part.buffer, part.used, length);
        part.used += length;
    }

    private int part(int owner) {
        boolean isLast =
                owner >= firstIds[lastPart] && (lastPart + 1 == firstIds.length || owner < firstIds[lastPart + 1]);
        if (!isLast) {
            int place = Arrays.binarySearch(firstIds, owner);
            lastPart = place < 0 ? -place - 2 : place;
        }
        return lastPart;
    }

    /** Writes the rest, after the last record. */
    void finish() throws IOException {
        for (Part part : parts) {
            flush(part);
            part.buffer = Part.NO_BUFFER;
        }
    }

    private void flush(Part part) throws IOException {
        if (part.used > 0) {
            write(part, part.buffer, 0, part.used);
            part.used = 0;
        }
    }

    private void write(Part part, byte[] source, int from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(source, from, length);
        part.starts.add(end);
        part.lengths.add(length);
        part.size += length;
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
    }

    /** Returns the size of a part in bytes. */
    long size(int part) {
        return parts[part].size;
    }

    /** Reads a part's records segment by segment, in the order of their arrival. */
    void read(int part, SegmentUse use) throws IOException {
        byte[] segment = new byte[SEGMENT];
        for (int i = 0; i < parts[part].starts.size(); i++) {
            int length = parts[part].lengths.get(i);
            if (length > segment.length) {
                segment = new byte[length];
            }
            ByteBuffer bytes = ByteBuffer.wrap(segment, 0, length);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, parts[part].starts.get(i) + bytes.position()) < 0) {
                    throw new EOFException("The temporary file is shorter than written.");
                }
            }
            use.records(segment, length);
        }
    }

    int firstId(int part) {
        return firstIds[part];
    }

    int parts() {
        return parts.length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Uses some complete records. */
    interface SegmentUse {
        void records(byte[] segment, int length) throws IOException;
    }

    /** A part's segments, and the buffer of its next segment. */
    private static final class Part {
        static final byte[] NO_BUFFER = {};

        private final LongArrayList starts = new LongArrayList();
        private final IntArrayList lengths = new IntArrayList();
        private byte[] buffer = NO_BUFFER;
        private int used;
        private long size;
    }
}
