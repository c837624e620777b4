package atelier.load;

import atelier.bytes.GrowingBytes;
import atelier.bytes.TextRange;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids and texts of a file's rows, by the row that owns them: {@code 17,"first",18,"second"}. The file is read before the file of the
 * owners, so that owners can be stored together with the texts. Texts are in a temporary file, and take four bytes of memory for each
 * owner.
 *
 * <p>An owner is not certain if its rows are not neighbours, or not in the order of ids, or if one of them has the id of an earlier row:
 * which of the two is rejected is known only with their owners.
 */
final class OwnedTexts implements Closeable {
    private static final int NOT_CERTAIN = -1;

    /** Records begin at multiples of this, so that a number of four bytes can say where. The first place is not used. */
    private static final int PLACE = 8;

    private static final int BLOCK = 1 << 16;

    /** Rows are mostly in the order of their owners, so the next text is near. */
    private static final int NEAR = 1 << 13;

    private static final byte[] NONE = {};

    private final FileChannel channel;
    /** By owner: where its record begins, 0 if it owns nothing. */
    private final NumbersById places = new NumbersById(1);

    private final GrowingBytes unwritten = new GrowingBytes(2 * BLOCK);
    private long written;
    private int owner;
    private int lastId;
    private int start;
    private ByteBuffer near = ByteBuffer.allocate(NEAR).limit(0);
    private long nearStart;

    private OwnedTexts() throws IOException {
        channel = TemporaryFile.open();
        unwritten.addInt(0).addInt(0);
    }

    /** Reads a file whose rows have an id, an owner, and a text as last column. Those that will be rejected are left out. */
    static OwnedTexts read(FileSource source, Instant importedAt) throws IOException {
        CsvTable table = source.table();
        Map<CsvTable, LoadedIds> ids = new HashMap<>();
        ids.put(table, new LoadedIds(null, false));
        for (Column column : table.columns()) {
            CsvTable owners = column.references();
            if (owners != null) {
                ids.put(owners, LoadedIds.every());
            }
        }
        int text = table.columns().size() - 1;
        OwnedTexts texts = new OwnedTexts();
        CopyRows nowhere = new CopyRows(CopyRows.NOWHERE, table.copyColumns().size());
        try (FileRows rows = new FileRows(source, nowhere, importedAt, ids, null)) {
            RowValues row = rows.values();
            while (rows.next()) {
                try {
                    rows.load();
                    texts.add(row.parent(), row.id(), row.text(text));
                } catch (RowRejectedException e) {
                    if (e.reason().equals(RejectReason.DUPLICATE_KEY)) {
                        texts.doubt(row.parent());
                    }
                }
            }
            texts.end();
            return texts;
        } catch (IOException | RuntimeException e) {
            texts.close();
            throw e;
        }
    }

    private void add(int newOwner, int id, TextRange text) throws IOException {
        if (newOwner != owner) {
            end();
            owner = newOwner;
            lastId = 0;
            start = unwritten.length();
            unwritten.addInt(0);
        } else {
            unwritten.add(",");
        }
        if (id < lastId) {
            doubt(owner);
        }
        lastId = id;
        unwritten.number(id).add(",").text(text);
    }

    private void doubt(int uncertain) {
        places.set(uncertain, 0, NOT_CERTAIN);
    }

    /** Ends the record of the last owner. */
    private void end() throws IOException {
        if (owner == 0) {
            return;
        }
        unwritten.setInt(start, unwritten.length() - start - Integer.BYTES);
        boolean isFirst = places.get(owner, 0) == 0;
        places.set(owner, 0, isFirst ? Math.toIntExact((written + start) / PLACE) : NOT_CERTAIN);
        while (unwritten.length() % PLACE > 0) {
            unwritten.add(" ");
        }
        owner = 0;
        if (unwritten.length() >= BLOCK) {
            flush();
        }
    }

    private void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(unwritten.array(), 0, unwritten.length());
        try {
            while (bytes.hasRemaining()) {
                written += channel.write(bytes, written);
            }
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
        unwritten.clear();
    }

    /** Returns the ids and texts of what a row owns, null if they are not certain. */
    byte @Nullable [] of(int id) throws IOException {
        int place = places.get(id, 0);
        if (place <= 0) {
            return place == NOT_CERTAIN ? null : NONE;
        }
        if (unwritten.length() > 0) {
            flush();
        }
        long position = (long) place * PLACE;
        byte[] text = new byte[at(position, Integer.BYTES).getInt()];
        at(position + Integer.BYTES, text.length).get(text);
        return text;
    }

    /** Returns bytes of the file. */
    private ByteBuffer at(long position, int length) throws IOException {
        if (position < nearStart || position + length > nearStart + near.limit()) {
            near = ByteBuffer.allocate(Math.max(NEAR, length));
            while (near.position() < length) {
                if (channel.read(near, position + near.position()) < 0) {
                    throw new EOFException("The temporary file is shorter than written.");
                }
            }
            near.flip();
            nearStart = position;
        }
        return near.position((int) (position - nearStart));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
