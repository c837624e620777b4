package atelier.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The row that is being loaded, with the data that its columns need. One object serves a whole file. */
final class LoadingRow {
    /** Milliseconds always have three digits, as in PostgreSQL's {@code MS}. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    final CsvFields fields;
    final RowValues values;
    final CopyRows copy;
    final Instant importedAt;
    final byte[] importTime;
    /** The row's number in its file, from 1. */
    int number;

    private final Column[] columns;
    private final LoadedIds ids;
    /** By column: the ids of the table that the column refers to. */
    private final @Nullable LoadedIds[] referenced;

    private final @Nullable OwnedTexts owned;

    /** @param owned what the table's rows own, if it is stored with them */
    LoadingRow(
            CsvTable table,
            CsvFields fields,
            CopyRows copy,
            Instant importedAt,
            Map<CsvTable, LoadedIds> idsByTable,
            @Nullable OwnedTexts owned) {
        this.columns = table.columns().toArray(Column[]::new);
        this.fields = fields;
        this.values = table.newValues();
        this.copy = copy;
        this.importedAt = importedAt;
        this.importTime = TIME.format(importedAt).getBytes(StandardCharsets.US_ASCII);
        this.ids = Objects.requireNonNull(idsByTable.get(table));
        this.owned = owned;
        this.referenced = new LoadedIds[columns.length];
        for (Column column : columns) {
            CsvTable other = column.references();
            referenced[column.index] = other == null ? null : idsByTable.get(other);
        }
    }

    /** Checks the row, keeps its values and begins its COPY row, which the caller ends. */
    void load(int rowNumber) throws RowRejectedException, IOException {
        number = rowNumber;
        copy.begin();
        for (Column column : columns) {
            column.load(this);
        }
        // Last, so that a row that is rejected for another reason does not take the id from a good one.
        if (!ids.add(values.id())) {
            throw fields.rejected(RejectReason.DUPLICATE_KEY, 0);
        }
        ids.setOwner(values.id(), values.parent());
    }

    /** Returns the id in a field, which must be one of a table's loaded rows. */
    int knownId(int column, CsvTable table, int lowest) throws RowRejectedException {
        int id = fields.number(column, lowest);
        if (!referenced(column).contains(id)) {
            throw fields.unknown(table, id, column);
        }
        return id;
    }

    /** Returns the owner of the row to which a column that was loaded refers. */
    int ownerOfReferenced(Column column) {
        return referenced(column.index).owner((int) values.number(column.index));
    }

    OwnedTexts owned() {
        return Objects.requireNonNull(owned);
    }

    LoadedIds referenced(int column) {
        return Objects.requireNonNull(referenced[column]);
    }
}
