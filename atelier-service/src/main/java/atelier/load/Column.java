package atelier.load;

import atelier.bytes.GrowingBytes;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link CsvTable}: how its field is checked and stored, how the stored value is read back, and how the value is written as
 * JSON. {@link KeyColumns}, {@link ValueColumns} and {@link TextColumns} contain the kinds of columns. Loading costs one virtual call per
 * field.
 */
public abstract class Column {
    final int index;
    private final String name;
    private final String storedAs;

    Column(int index, String name) {
        this.index = index;
        this.name = name;
        this.storedAs = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Returns the name in the file's header. */
    final String name() {
        return name;
    }

    /** Returns the name in the database. */
    final String storedAs() {
        return storedAs;
    }

    boolean isInFile() {
        return true;
    }

    /** Whether the file may lack the column. */
    boolean isOptional() {
        return false;
    }

    /** Whether the table has the column. */
    boolean isStored() {
        return true;
    }

    /** Returns the table that the column refers to. */
    @Nullable
    CsvTable references() {
        return null;
    }

    /** Checks the field of the current row, stores its value in the COPY row and keeps it for JSON. */
    abstract void load(LoadingRow row) throws RowRejectedException, IOException;

    /** Returns the SQL expression whose value {@link #read} takes. */
    public String select() {
        return storedAs;
    }

    /** Reads the value that the database returned. */
    public void read(ResultSet row, int position, RowValues values) throws SQLException {
        values.setNumber(index, row.getInt(position));
    }

    /** Writes the value as JSON. */
    public void json(RowValues values, GrowingBytes json) {
        json.number(values.number(index));
    }
}
