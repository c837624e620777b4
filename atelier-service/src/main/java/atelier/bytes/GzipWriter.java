package atelier.bytes;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes gzip files (RFC 1952), one after the other, with one deflater, whose making costs more than a document. */
public final class GzipWriter implements AutoCloseable {
    /** No name, no time, made on a system that nobody needs to know. */
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 checksum = new CRC32();
    private final GrowingBytes file = new GrowingBytes(1 << 14);
    private final byte[] buffer = new byte[1 << 13];

    public byte[] compress(byte[] bytes, int length) {
        deflater.reset();
        deflater.setInput(bytes, 0, length);
        deflater.finish();
        file.clear();
        file.add(HEADER);
        while (!deflater.finished()) {
            file.add(buffer, 0, deflater.deflate(buffer));
        }
        checksum.reset();
        checksum.update(bytes, 0, length);
        file.addInt(Integer.reverseBytes((int) checksum.getValue())).addInt(Integer.reverseBytes(length));
        return file.toArray();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
