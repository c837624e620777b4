package atelier.load;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Copies files into their tables, row by row, and keeps for the documents what is good. */
final class FileLoad {
    private static final int ROWS_BETWEEN_STEPS = 4_096;

    private final Connection connection;
    private final KnownIds known;
    private final DocumentSpill spill;
    private final Instant importedAt;
    private final PrintStream screen;

    FileLoad(Connection connection, KnownIds known, DocumentSpill spill, Instant importedAt, PrintStream screen) {
        this.connection = connection;
        this.known = known;
        this.spill = spill;
        this.importedAt = importedAt;
        this.screen = screen;
    }

    /** Loads a file; they come in the order of {@link CatalogueFile}. */
    FileReport run(FileSource source, RejectFile rejects) throws IOException, SQLException {
        CatalogueFile file = source.file();
        FileCounts counts = new FileCounts(file);
        List<String> columns = RowLoader.copyColumns(file);
        CopyIn copy =
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyRows.statement(file.table(), columns));
        try (CsvLines reader = new CsvLines(source.path());
                Progress progress = Progress.rows(file.fileName(), 0, screen)) {
            CopyRows rows = new CopyRows((bytes, length) -> copy.writeToCopy(bytes, 0, length), columns.size());
            CsvRow row = source.newRow(reader);
            RowLoader loader = new RowLoader(file, row, rows, known, importedAt, spill);
            boolean inHeader = source.hasHeader();
            while (reader.readLine()) {
                if (inHeader || reader.start() == reader.end()) {
                    inHeader = false;
                    continue;
                }
                counts.countRead();
                try {
                    row.parse();
                    loader.load(Math.toIntExact(counts.read()));
                    counts.countLoaded(row.isRepaired());
                } catch (RowRejectedException e) {
                    counts.countRejected(e.reason());
                    rejects.add(file, reader.lineNumber(), e);
                }
                if (counts.read() % ROWS_BETWEEN_STEPS == 0) {
                    progress.expect(counts.read() * source.size() / Math.max(1, reader.position()));
                    progress.step(counts.read());
                }
            }
            rows.finish();
            progress.expect(counts.read());
            progress.step(counts.read());
        }
        long stored = copy.endCopy();
        if (stored != counts.loaded()) {
            throw new SQLException(
                    "PostgreSQL stored " + stored + " rows of " + file.fileName() + ", not " + counts.loaded());
        }
        if (file == CatalogueFile.PRODUCT) {
            spill.divide();
        }
        return counts.report();
    }
}
