package atelier.load;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one by one: its lines without the header, and without those that have no value. */
final class FileRows implements Closeable {
    private final CsvLines lines;
    private final CsvRow csv;
    private final LoadingRow row;
    private boolean inHeader;
    private int read;
    private long skipped;

    /** @param owned what the rows own, if it is stored with them */
    FileRows(
            FileSource source,
            CopyRows copy,
            Instant importedAt,
            Map<CsvTable, LoadedIds> ids,
            @Nullable OwnedTexts owned)
            throws IOException {
        lines = new CsvLines(source.path());
        csv = source.newRow(lines);
        row = new LoadingRow(source.table(), new CsvFields(csv), copy, importedAt, ids, owned);
        inHeader = source.hasHeader();
    }

    /** Goes to the next row; false at the end of the file. */
    boolean next() throws IOException {
        while (lines.readLine()) {
            if (lines.hasNoValue()) {
                skipped++;
            } else if (inHeader) {
                inHeader = false;
            } else {
                read = Math.incrementExact(read);
                return true;
            }
        }
        return false;
    }

    /** Checks the row, and begins its COPY row, which the caller ends. */
    void load() throws RowRejectedException, IOException {
        csv.parse();
        row.load(read);
    }

    /** Returns the values of the row; if it was rejected, those of the columns before the fault. */
    RowValues values() {
        return row.values;
    }

    /** Whether the row was loaded although its last quote is missing. */
    boolean isRepaired() {
        return csv.isRepaired();
    }

    /** Returns the id of a row that was rejected, 0 if it has none. */
    int rejectedId() {
        return csv.rejectedId();
    }

    /** Returns the number of rows so far. */
    int read() {
        return read;
    }

    /** Returns the number of lines so far that have no value. */
    long skipped() {
        return skipped;
    }

    /** Returns the row's line in the file, from 1. */
    long lineNumber() {
        return lines.lineNumber();
    }

    /** Returns how many bytes of the file were read as lines. */
    long position() {
        return lines.position();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
