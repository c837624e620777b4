package atelier.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Declares one CSV file and its table: the only place that knows the file's columns. Header matching, checks, reject
 * reasons, COPY and the generator's header all follow from it. The columns stand in the order of the published header.
 *
 * <p>A column is stored under its name in snake case, so {@code styleId} becomes {@code style_id}.
 */
public final class CsvTable {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final String fileName;
    private final String table;
    private final @Nullable CsvTable parent;
    private final List<Column> columns;

    private CsvTable(String fileName, String table, @Nullable CsvTable parent, List<Column> columns) {
        this.fileName = fileName;
        this.table = table;
        this.parent = parent;
        this.columns = columns;
    }

    /** Begins the declaration of a table without columns. */
    public static CsvTable of(String fileName, String table) {
        return new CsvTable(fileName, table, null, List.of());
    }

    /**
     * Names a table of another dataset, to which rows may refer. References are checked against the ids that are served
     * when the import begins.
     */
    public static CsvTable served(String schema, String table) {
        return new CsvTable(schema + "." + table, table, null, List.of());
    }

    private CsvTable with(Column column) {
        return with(parent, column);
    }

    private CsvTable with(@Nullable CsvTable newParent, Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new CsvTable(fileName, table, newParent, List.copyOf(more));
    }

    private int next() {
        return columns.size();
    }

    /**
     * Adds the id: a whole number from 1 that no other row of the file has.
     *
     * @throws IllegalStateException if it is not the first column
     */
    public CsvTable id(String name) {
        return id(name, UNBOUNDED);
    }

    /** Adds an id that is not larger than {@code highest}, so that there are larger ones for new rows. */
    public CsvTable id(String name, int highest) {
        if (!columns.isEmpty()) {
            throw new IllegalStateException("The id " + name + " must be the first column of " + fileName);
        }
        return with(new KeyColumns.Id(next(), name, highest));
    }

    /** Adds the id of the row that owns this row. The ids of all its owners are stored with it, the root's first. */
    public CsvTable parent(String name, CsvTable owner) {
        return with(owner, new KeyColumns.Parent(next(), name, owner));
    }

    /** Adds the id of a row of another table, or of this table's parent, that this row refers to. */
    public CsvTable reference(String name, CsvTable other) {
        return with(new KeyColumns.Reference(next(), name, other));
    }

    /** Adds the id of the row that owns this row. The rows that this row owns do not store it. */
    public CsvTable owner(String name, CsvTable owner) {
        return with(new KeyColumns.Owner(next(), name, owner));
    }

    /** Rejects a row if the rows to which two of its columns refer have different {@link #owner owners}. */
    public CsvTable sameOwner(String name, String otherName) {
        Column column = column(name);
        CsvTable referenced = Objects.requireNonNull(column.references());
        RejectReason reason = RejectReason.otherOwner(
                referenced,
                referenced.columns().stream()
                        .filter(KeyColumns.Owner.class::isInstance)
                        .map(Column::references)
                        .findFirst()
                        .orElseThrow());
        return with(new KeyColumns.SameOwner(next(), column, column(otherName), reason));
    }

    /** Adds a whole number from {@code lowest} to 2,147,483,647. */
    public CsvTable whole(String name, int lowest) {
        return with(new ValueColumns.Whole(next(), name, lowest));
    }

    /** Adds a whole number in a range that fits into a {@code smallint}. */
    public CsvTable small(String name, int lowest, int highest) {
        return with(new ValueColumns.Small(next(), name, lowest, highest));
    }

    /** Adds a day: milliseconds since 1970 in 13 digits, or {@code YYYY-MM-DD}. */
    public CsvTable day(String name) {
        return with(new ValueColumns.Day(next(), name));
    }

    /** Adds a price with at most two decimals. */
    public CsvTable price(String name) {
        return with(new ValueColumns.Price(next(), name, false));
    }

    /** Adds a price that may be missing: the field is blank, 0, or a word such as {@code null} or {@code NaN}. */
    public CsvTable priceOrNull(String name) {
        return with(new ValueColumns.Price(next(), name, true));
    }

    /** Adds a column of 0, 1, true, false, yes or no. */
    public CsvTable flag(String name) {
        return with(new ValueColumns.Flag(next(), name));
    }

    /** Adds a text of at least one character. */
    public CsvTable text(String name) {
        return with(new TextColumns.Text(next(), name, TextColumns.WhenNull.REJECT, false));
    }

    /** Adds a text; null is stored as the empty text. */
    public CsvTable textOrEmpty(String name) {
        return with(new TextColumns.Text(next(), name, TextColumns.WhenNull.EMPTY, false));
    }

    /** Adds a text that may be null. */
    public CsvTable textOrNull(String name) {
        return with(new TextColumns.Text(next(), name, TextColumns.WhenNull.NULL, false));
    }

    /** Adds a text that may be null, in a column that the file may lack. The generator does not write it. */
    public CsvTable optionalText(String name) {
        return with(new TextColumns.Text(next(), name, TextColumns.WhenNull.NULL, true));
    }

    /**
     * Adds the ids and texts of the rows that this row owns in another table of the dataset, whose last column is the text: {@code
     * 17,"first",18,"second"}. The file does not contain them. Null means that they have to be looked up.
     */
    public CsvTable owned(String name, String ownedTable) {
        return with(new TextColumns.Owned(next(), name, ownedTable));
    }

    /** Adds the row's number in its file, which the file does not contain. */
    public CsvTable position() {
        return with(new KeyColumns.Position(next()));
    }

    /** Adds the time of the import, which the file does not contain. */
    public CsvTable importTime(String name) {
        return with(new TextColumns.ImportTime(next(), name));
    }

    public String fileName() {
        return fileName;
    }

    /** Returns the name of the table in the dataset's schema: the singular of what a row is. */
    public String table() {
        return table;
    }

    /** Whether it is a table of another dataset: it has no file. */
    boolean isServed() {
        return columns.isEmpty();
    }

    /** Whether rows of this table may be accepted only if rows of the other table have the same owner. */
    boolean comparesOwnersOf(CsvTable other) {
        return columns.stream()
                .anyMatch(column -> column instanceof KeyColumns.SameOwner check
                        && check.compared().contains(other));
    }

    /** Returns the table whose texts are stored with the rows that own them. */
    Optional<String> ownedTable() {
        return columns.stream()
                .filter(TextColumns.Owned.class::isInstance)
                .map(column -> ((TextColumns.Owned) column).table())
                .findFirst();
    }

    @Nullable
    CsvTable parent() {
        return parent;
    }

    List<Column> columns() {
        return columns;
    }

    /** Returns the names in the header of the published file. */
    public List<String> header() {
        return columns.stream()
                .filter(column -> column.isInFile() && !column.isOptional())
                .map(Column::name)
                .toList();
    }

    /** Returns the columns of the table's key: its owners' ids, the root's first, and its own. */
    public List<String> key() {
        List<String> key = new ArrayList<>(owners());
        key.add("id");
        return key;
    }

    /** Returns the columns that hold the ids of the row's owners, the root's first. */
    List<String> owners() {
        List<String> owners = new ArrayList<>();
        for (CsvTable owner = parent; owner != null; owner = owner.parent) {
            owners.add(0, owner.table + "_id");
        }
        return owners;
    }

    /** Whether {@link #position} is one of the columns. */
    public boolean hasPosition() {
        return columns.stream().anyMatch(KeyColumns.Position.class::isInstance);
    }

    /** Returns the stored columns in the order in which {@link Column#load} writes them. */
    public List<String> copyColumns() {
        return columns.stream()
                .filter(Column::isStored)
                .flatMap(column ->
                        column instanceof KeyColumns.Parent ? owners().stream() : List.of(column.storedAs()).stream())
                .toList();
    }

    /**
     * Returns the column that is stored under a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column column(String storedAs) {
        return columns.stream()
                .filter(column -> column.storedAs().equals(storedAs))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table + " has no column " + storedAs));
    }

    /** Returns a place for the values of one row. */
    public RowValues newValues() {
        return new RowValues(columns.size());
    }

    @Override
    public String toString() {
        return fileName;
    }
}
