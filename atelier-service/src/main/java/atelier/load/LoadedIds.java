package atelier.load;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** The ids of a table's loaded rows, and of those rows' owners: references are checked without asking the database. */
public final class LoadedIds {
    private final @Nullable LoadedIds ofOwners;
    private final @Nullable NumbersById owners;
    private final RoaringBitmap ids = new RoaringBitmap();

    /**
     * @param ofOwners the ids of the table whose rows own this table's rows, if rows below store them
     * @param remembersOwners whether {@link #owner} is needed; it takes four bytes a row
     */
    public LoadedIds(@Nullable LoadedIds ofOwners, boolean remembersOwners) {
        this.ofOwners = ofOwners;
        this.owners = remembersOwners || ofOwners != null ? new NumbersById(1) : null;
    }

    /** Returns all ids that there can be. */
    static LoadedIds every() {
        LoadedIds every = new LoadedIds(null, false);
        every.ids.add(0L, 1L << (Integer.SIZE - 1));
        return every;
    }

    /** Adds an id; false if it is there already. */
    public boolean add(int id) {
        return ids.checkedAdd(id);
    }

    /** Remembers which row owns a row that was added. */
    void setOwner(int id, int owner) {
        if (owners != null) {
            owners.set(id, 0, owner);
        }
    }

    /** Returns the owner of a row, 0 if it is not remembered. */
    public int owner(int id) {
        return owners == null ? 0 : owners.get(id, 0);
    }

    boolean contains(int id) {
        return ids.contains(id);
    }

    /** Adds a row's id, behind those of its owners, to a COPY row; returns the topmost id. */
    int copyWithOwners(int id, CopyRows copy) {
        int root = ofOwners == null ? id : ofOwners.copyWithOwners(owner(id), copy);
        copy.number(id);
        return root;
    }

    public int count() {
        return ids.getCardinality();
    }

    /** Returns the largest id, 0 if there is none. */
    int largest() {
        return ids.isEmpty() ? 0 : ids.last();
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
