package atelier.load;

import atelier.bytes.TextRange;
import java.util.stream.Stream;

/** The values of one row by column, its id, and the ids of its owners. One object serves all rows of a table. */
public final class RowValues {
    private final long[] numbers;
    private final TextRange[] texts;
    private int root;
    private int parent;
    private int id;

    RowValues(int columns) {
        numbers = new long[columns];
        texts = Stream.generate(TextRange::new).limit(columns).toArray(TextRange[]::new);
    }

    /** Returns the value of a column of whole numbers or flags: 1 stands for true. */
    public long number(Column column) {
        return numbers[column.index];
    }

    long number(int column) {
        return numbers[column];
    }

    void setNumber(int column, long value) {
        numbers[column] = value;
    }

    /** Whether the value of a column of texts is null. */
    public boolean isNothing(Column column) {
        return texts[column.index].isNothing();
    }

    TextRange text(int column) {
        return texts[column];
    }

    /** Returns the id of the topmost owner; of a row without an owner, its own. */
    public int root() {
        return root;
    }

    /** Returns the id of the owner, 0 if the row has none. */
    public int parent() {
        return parent;
    }

    public int id() {
        return id;
    }

    /** Sets the ids of a row that is its own root, unless its owners are set afterwards. */
    void setId(int newId) {
        id = newId;
        parent = 0;
        root = newId;
    }

    void setOwners(int newRoot, int newParent) {
        root = newRoot;
        parent = newParent;
    }

    /** Sets the ids from a key: see {@link CsvTable#key}. */
    public void setKey(int... key) {
        setId(key[key.length - 1]);
        if (key.length > 1) {
            setOwners(key[0], key[key.length - 2]);
        }
    }
}
