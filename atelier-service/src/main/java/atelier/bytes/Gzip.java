package atelier.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/** The format of gzip (RFC 1952), for texts that are in memory as a whole. */
public final class Gzip {
    /** What precedes the compressed text where the header names no file and no comment. */
    private static final int HEADER = 10;

    /** Both of them hold native memory, so a thread keeps one. */
    private static final ThreadLocal<Inflater> INFLATERS = ThreadLocal.withInitial(() -> new Inflater(true));

    private Gzip() {}

    /** Returns a text in gzip's format. */
    public static byte[] compress(byte[] text) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(text.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toByteArray();
    }

    /** Returns how long a text is, by what was noted when it was compressed. */
    public static int length(byte[] compressed) {
        return ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN).getInt(compressed.length - Integer.BYTES);
    }

    /**
     * Returns the text; quicker than a stream, which is made anew each time with buffers of its own.
     *
     * @throws IllegalStateException if it is not one text in gzip's format under a header of ten bytes
     */
    public static byte[] expand(byte[] compressed) {
        byte[] text = new byte[length(compressed)];
        Inflater inflater = INFLATERS.get();
        inflater.reset();
        inflater.setInput(compressed, HEADER, compressed.length - HEADER);
        try {
            int length = inflater.inflate(text);
            if (length != text.length || (!inflater.finished() && inflater.inflate(new byte[1]) != 0)) {
                throw new IllegalStateException("The compressed text is not as long as it says");
            }
            return text;
        } catch (DataFormatException e) {
            throw new IllegalStateException("The compressed text is damaged", e);
        }
    }
}
