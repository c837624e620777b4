package atelier.load;

import com.carrotsearch.hppc.IntIntHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** The ids of a table's loaded rows, and of those rows' owners: references are checked without asking the database. */
public final class LoadedIds {
    private final @Nullable LoadedIds ofOwners;
    private final IntIntHashMap owners = new IntIntHashMap();
    private final RoaringBitmap ids = new RoaringBitmap();

    /**
     * @param ofOwners the ids of the table whose rows own this table's rows, if they are to be remembered
     */
    public LoadedIds(@Nullable LoadedIds ofOwners) {
        this.ofOwners = ofOwners;
    }

    /** Adds an id; false if it is there already. */
    public boolean add(int id) {
        return ids.checkedAdd(id);
    }

    /** Remembers which row owns a row that was added; only needed if that row owns others. */
    void setOwner(int id, int owner) {
        if (ofOwners != null) {
            owners.put(id, owner);
        }
    }

    boolean contains(int id) {
        return ids.contains(id);
    }

    /** Adds a row's id, behind those of its owners, to a COPY row; returns the topmost id. */
    int copyWithOwners(int id, CopyRows copy) {
        int root = ofOwners == null ? id : ofOwners.copyWithOwners(owners.get(id), copy);
        copy.number(id);
        return root;
    }

    public int count() {
        return ids.getCardinality();
    }

    /** Returns the lowest id, and each that follows {@code interval} ids later. */
    public int[] every(int interval) {
        return IntStream.iterate(0, rank -> rank < count(), rank -> rank + interval)
                .map(ids::select)
                .toArray();
    }

    /** Returns the first {@code count} ids from {@code first} on, ascending, or as many as there are. */
    public int[] from(int first, int count) {
        PeekableIntIterator iterator = ids.getIntIterator();
        iterator.advanceIfNeeded(first);
        return IntStream.generate(() -> iterator.hasNext() ? iterator.next() : 0)
                .limit(count)
                .takeWhile(id -> id > 0)
                .toArray();
    }
}
