package atelier.product.load;

import atelier.bytes.GrowingBytes;
import atelier.load.LoadedIds;
import atelier.load.RowValues;
import atelier.load.TemporaryFile;
import atelier.product.prepare.CatalogueTable;
import atelier.product.prepare.Fragments;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@link Fragments} of all rows in a temporary file, until the last row is read: a document needs rows of six files,
 * which may be in any order.
 */
final class DocumentSpill implements Closeable {
    /** The number of products whose rows lie together and are in memory at once: about five megabytes. */
    private static final int PART = 2_048;

    private static final long LARGEST_BATCH = 1 << 24;

    private final LoadedIds products;
    private final Fragments row = new Fragments();
    private SpillFile file = new SpillFile(new int[] {0});

    DocumentSpill(LoadedIds products) throws IOException {
        this.products = products;
    }

    /** Adds a row. */
    void add(CatalogueTable table, RowValues values) throws IOException {
        row.clear();
        row.add(table, values);
        try {
            file.add(row.array(), 0, row.length());
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
    }

    /** Divides the file by products, once all of them are loaded, and their own rows with it. */
    void divide() throws IOException {
        int[] firstIds = products.every(PART);
        try (SpillFile undivided = file) {
            undivided.finish();
            file = new SpillFile(firstIds.length == 0 ? new int[] {0} : firstIds);
            undivided.read(0, (segment, length) -> {
                for (int at = 0; at < length; at = Fragments.end(segment, at)) {
                    file.add(segment, at, Fragments.end(segment, at));
                }
            });
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
    }

    /** Ends the writing, and returns all products in the order of ids, in batches that fit into the memory. */
    List<Batch> batches() throws IOException {
        try {
            file.finish();
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
        List<Batch> batchs = new ArrayList<>();
        for (int part = 0; part < file.parts(); part++) {
            int[] ids = products.from(file.firstId(part), PART);
            int length = (int) Math.max(1, Math.min(PART, PART * LARGEST_BATCH / Math.max(1, file.size(part))));
            for (int from = 0; from < ids.length; from += length) {
                int to = Math.min(ids.length, from + length);
                batchs.add(new Batch(part, Arrays.copyOfRange(ids, from, to), to - from == ids.length));
            }
        }
        return batchs;
    }

    /** Returns the records of a batch's products only. */
    GrowingBytes records(Batch batch) throws IOException {
        GrowingBytes records = new GrowingBytes((int) Math.min(LARGEST_BATCH, file.size(batch.part())));
        int first = batch.ids()[0];
        int last = batch.ids()[batch.ids().length - 1];
        file.read(batch.part(), (segment, length) -> {
            if (batch.isWhole()) {
                records.add(segment, 0, length);
                return;
            }
            for (int at = 0; at < length; at = Fragments.end(segment, at)) {
                int product = Fragments.product(segment, at);
                if (product >= first && product <= last) {
                    records.add(segment, at, Fragments.end(segment, at));
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
     * Products whose rows lie in one part of the file.
     *
     * @param ids the products, ascending
     * @param isWhole whether the part has no other products
     */
    @SuppressWarnings("ArrayRecordComponent") // Batches are not compared.
    record Batch(int part, int[] ids, boolean isWhole) {}
}
