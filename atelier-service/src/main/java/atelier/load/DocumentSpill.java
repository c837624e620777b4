package atelier.load;

import atelier.bytes.GrowingBytes;
import atelier.product.prepare.Fragments;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the rows contribute to documents, kept on disk until all are read: a document needs rows of six files, which need
 * not be in any order.
 */
final class DocumentSpill implements Closeable {
    /** Products whose rows lie together, and are in memory at once: some five megabytes. */
    private static final int PART = 2_048;

    private static final long LARGEST_PIECE = 1 << 24;

    private final KnownIds known;
    private final Fragments row = new Fragments();
    private SpillFile file = new SpillFile(new int[] {0});

    DocumentSpill(KnownIds known) throws IOException {
        this.known = known;
    }

    /** Returns where the row at hand goes, before it is kept. */
    Fragments row() {
        row.clear();
        return row;
    }

    /** Keeps the row at hand. */
    void keep() throws IOException {
        try {
            file.add(row.array(), 0, row.length());
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
    }

    /** Divides the file by products, as soon as they are known, and the products' own rows with it. */
    void divide() throws IOException {
        int[] firstIds = known.everyProduct(PART);
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

    int products() {
        return known.productCount();
    }

    /** Ends the writing, and returns all products in the order of ids, in pieces that fit into the memory. */
    List<Piece> pieces() throws IOException {
        try {
            file.finish();
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
        List<Piece> pieces = new ArrayList<>();
        for (int part = 0; part < file.parts(); part++) {
            int[] ids = known.products(file.firstId(part), PART);
            int length = (int) Math.max(1, Math.min(PART, PART * LARGEST_PIECE / Math.max(1, file.size(part))));
            for (int from = 0; from < ids.length; from += length) {
                int to = Math.min(ids.length, from + length);
                pieces.add(new Piece(part, Arrays.copyOfRange(ids, from, to), to - from == ids.length));
            }
        }
        return pieces;
    }

    /** Returns the records of a piece's products, and of no others. */
    GrowingBytes records(Piece piece) throws IOException {
        GrowingBytes records = new GrowingBytes((int) Math.min(LARGEST_PIECE, file.size(piece.part())));
        int first = piece.ids()[0];
        int last = piece.ids()[piece.ids().length - 1];
        file.read(piece.part(), (segment, length) -> {
            if (piece.isWhole()) {
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
     * Products whose rows lie in one part.
     *
     * @param ids the products, ascending
     * @param isWhole whether the part has no others
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Piece(int part, int[] ids, boolean isWhole) {}
}
