package atelier.load;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Loads files row by row into their tables, and passes each loaded row on to the precomputation. */
final class FileLoad {
    private static final int ROWS_BETWEEN_STEPS = 4_096;

    private final Connection connection;
    private final Dataset dataset;
    private final Map<CsvTable, LoadedIds> ids;
    private final Dataset.Precomputation precomputation;
    private final Instant importedAt;
    private final PrintStream screen;
    private final RejectedIds rejected;
    private long faulty;

    FileLoad(
            Connection connection,
            Dataset dataset,
            Map<CsvTable, LoadedIds> ids,
            Dataset.Precomputation precomputation,
            Instant importedAt,
            PrintStream screen,
            RejectedIds rejected) {
        this.connection = connection;
        this.dataset = dataset;
        this.ids = ids;
        this.precomputation = precomputation;
        this.importedAt = importedAt;
        this.screen = screen;
        this.rejected = rejected;
    }

    /** Returns how many rows of all files were rejected for a fault of their own, and not because of another row. */
    long faulty() {
        return faulty;
    }

    /**
     * Loads a file, after the files of the tables that it refers to.
     *
     * @param owned what its rows own, if it is stored with them
     */
    FileReport run(FileSource source, @Nullable OwnedTexts owned, RejectFile rejects) throws IOException, SQLException {
        CsvTable table = source.table();
        FileReport.Counts counts = new FileReport.Counts();
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(CopyRows.statement(
                        dataset.nextSchema() + "." + NextSchema.loaded(dataset, table), table.copyColumns()));
        try (CsvLines lines = new CsvLines(source.path());
                Progress progress = Progress.rows(table.fileName(), 0, screen)) {
            CopyRows rows = new CopyRows(
                    (bytes, length) -> copy.writeToCopy(bytes, 0, length),
                    table.copyColumns().size());
            CsvRow csv = source.newRow(lines);
            LoadingRow row = new LoadingRow(table, new CsvFields(csv), rows, importedAt, ids, owned);
            boolean inHeader = source.hasHeader();
            while (lines.readLine()) {
                if (lines.hasNoValue()) {
                    counts.countSkipped();
                    continue;
                }
                if (inHeader) {
                    inHeader = false;
                    continue;
                }
                counts.countRead();
                try {
                    csv.parse();
                    row.load(Math.toIntExact(counts.read()));
                    counts.countLoaded(csv.isRepaired());
                    precomputation.add(table, row.values);
                    rows.end();
                } catch (RowRejectedException e) {
                    counts.countRejected(e.reason());
                    rejected.add(dataset, table, csv.rejectedId());
                    faulty += e.belongsTo(rejected, dataset) ? 0 : 1;
                    rejects.add(table, lines.lineNumber(), e);
                }
                if (counts.read() % ROWS_BETWEEN_STEPS == 0) {
                    progress.expect(counts.read() * source.size() / Math.max(1, lines.position()));
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
                    "PostgreSQL stored " + stored + " rows of " + table.fileName() + ", not " + counts.loaded());
        }
        precomputation.endTable(table);
        return counts.report(table.fileName());
    }
}
