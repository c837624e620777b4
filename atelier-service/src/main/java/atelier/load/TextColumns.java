package atelier.load;

import atelier.bytes.GrowingBytes;
import atelier.bytes.NumberedTexts;
import atelier.bytes.TextRange;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns that hold texts, and the time of the import, whose JSON is a text. */
final class TextColumns {
    private static final byte[] NO_TEXT = {};

    private TextColumns() {}

    /** How a text column treats null; {@link #REJECT} also rejects the empty text. */
    enum WhenNull {
        REJECT,
        EMPTY,
        NULL
    }

    /** A column whose JSON is a text. */
    private abstract static class Shown extends Column {
        Shown(int index, String name) {
            super(index, name);
        }

        @Override
        public final void read(ResultSet row, int position, RowValues values) throws SQLException {
            values.text(index).set(row.getString(position));
        }

        @Override
        public final void json(RowValues values, GrowingBytes json) {
            json.text(values.text(index));
        }
    }

    static final class Text extends Shown {
        private final WhenNull whenNull;
        private final boolean optional;

        Text(int index, String name, WhenNull whenNull, boolean optional) {
            super(index, name);
            this.whenNull = whenNull;
            this.optional = optional;
        }

        @Override
        boolean isOptional() {
            return optional;
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            CsvFields fields = row.fields;
            boolean isNull = fields.isNull(index);
            if (whenNull == WhenNull.REJECT && (isNull || fields.isEmpty(index))) {
                throw fields.rejected(RejectReason.MISSING, index);
            }
            if (!isNull) {
                fields.text(index, row.values.text(index));
                row.copy.text(row.values.text(index));
            } else if (whenNull == WhenNull.EMPTY) {
                row.values.text(index).setEmpty();
                row.copy.bytes(NO_TEXT);
            } else {
                row.values.text(index).setNothing();
                row.copy.nothing();
            }
        }
    }

    /** The ids and texts of what the row owns, from another file; null if they have to be looked up. The JSON has only the texts. */
    static final class Owned extends Column {
        private final String table;

        Owned(int index, String name, String table) {
            super(index, name);
            this.table = table;
        }

        /** Returns the table of the other file. */
        String table() {
            return table;
        }

        @Override
        boolean isInFile() {
            return false;
        }

        @Override
        public void json(RowValues values, GrowingBytes json) {
            TextRange owned = values.text(index);
            NumberedTexts.addTexts(owned.bytes(), owned.start(), owned.end(), json);
        }

        @Override
        void load(LoadingRow row) throws IOException {
            byte[] owned = row.owned().of(row.values.id());
            if (owned == null) {
                row.values.text(index).setNothing();
                row.copy.nothing();
            } else {
                row.values.text(index).set(owned, 0, owned.length, false);
                row.copy.bytes(owned);
            }
        }
    }

    static final class ImportTime extends Shown {
        ImportTime(int index, String name) {
            super(index, name);
        }

        @Override
        boolean isInFile() {
            return false;
        }

        @Override
        void load(LoadingRow row) {
            row.copy.time(row.importedAt);
            row.values.text(index).set(row.importTime, 0, row.importTime.length, false);
        }

        @Override
        public String select() {
            return "to_char(" + storedAs() + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
        }
    }
}
