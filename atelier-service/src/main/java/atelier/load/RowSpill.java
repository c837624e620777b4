package atelier.load;

import atelier.bytes.GrowingBytes;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@link Records} of a dataset's rows in a temporary file, until the last row is read: what is computed needs rows of several files,
 * which may be in any order.
 */
public final class RowSpill implements Closeable {
    private static final long LARGEST_BATCH = 1 << 24;

    private final LoadedIds owners;
    private final int ownersInPart;
    private SpillFile file = new SpillFile(new int[] {0});

    /**
     * @param owners fills up until the call of {@link #divide}
     * @param ownersInPart the number of owners whose records lie together and are in memory at once
     */
    public RowSpill(LoadedIds owners, int ownersInPart) throws IOException {
        this.owners = owners;
        this.ownersInPart = ownersInPart;
    }

    public void add(Records records) throws IOException {
        try {
            file.add(records.array(), 0, records.length());
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
    }

    /** Divides the file by owners, once all of them are loaded, and their own rows with it. */
    public void divide() throws IOException {
        int[] firstIds = owners.every(ownersInPart);
        try (SpillFile undivided = file) {
            undivided.finish();
            file = new SpillFile(firstIds.length == 0 ? new int[] {0} : firstIds);
            undivided.read(0, (segment, length) -> {
                for (int at = 0; at < length; at = Records.end(segment, at)) {
                    file.add(segment, at, Records.end(segment, at));
                }
            });
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
    }

    /** Ends the writing, and returns all owners in the order of ids, in batches that fit into the memory. */
    public List<Batch> batches() throws IOException {
        try {
            file.finish();
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
        List<Batch> batches = new ArrayList<>();
        for (int part = 0; part < file.parts(); part++) {
            int[] ids = owners.from(file.firstId(part), ownersInPart);
            int length = (int) Math.max(
                    1, Math.min(ownersInPart, ownersInPart * LARGEST_BATCH / Math.max(1, file.size(part))));
            for (int from = 0; from < ids.length; from += length) {
                int to = Math.min(ids.length, from + length);
                batches.add(new Batch(part, Arrays.copyOfRange(ids, from, to), to - from == ids.length));
            }
        }
        return batches;
    }

    /** Returns the records of a batch's owners only. */
    public GrowingBytes records(Batch batch) throws IOException {
        GrowingBytes records = new GrowingBytes((int) Math.min(LARGEST_BATCH, file.size(batch.part())));
        int first = batch.ids()[0];
        int last = batch.ids()[batch.ids().length - 1];
        file.read(batch.part(), (segment, length) -> {
            if (batch.isWhole()) {
                records.add(segment, 0, length);
                return;
            }
            for (int at = 0; at < length; at = Records.end(segment, at)) {
                int owner = Records.owner(segment, at);
                if (owner >= first && owner <= last) {
                    records.add(segment, at, Records.end(segment, at));
                }
            }
        });
        return records;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Owners whose records lie in one part of the file.
     *
     * @param ids the owners, ascending
     * @param isWhole whether the part has no other owners
     */
    @SuppressWarnings("ArrayRecordComponent") // Batches are not compared.
    public record Batch(int part, int[] ids, boolean isWhole) {}
}
