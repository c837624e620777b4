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
        CopyIn copy = dataset.precomputedTables().contains(table.table()) ? null : copyIn(table);
        CopyRows copied = new CopyRows(
                copy == null ? CopyRows.NOWHERE : (bytes, length) -> copy.writeToCopy(bytes, 0, length),
                table.copyColumns().size());
        try (FileRows rows = new FileRows(source, copied, importedAt, ids, owned);
                Progress progress = Progress.rows(table.fileName(), 0, screen)) {
            while (rows.next()) {
                try {
                    rows.load();
                    counts.countLoaded(rows.isRepaired());
                    precomputation.add(table, rows.values(), copied);
                    copied.end();
                } catch (RowRejectedException e) {
                    counts.countRejected(e.reason());
                    rejected.add(dataset, table, rows.rejectedId());
                    faulty += e.belongsTo(rejected, dataset) ? 0 : 1;
                    rejects.add(table, rows.lineNumber(), e);
                }
                if (rows.read() % ROWS_BETWEEN_STEPS == 0) {
                    progress.expect(rows.read() * source.size() / Math.max(1, rows.position()));
                    progress.step(rows.read());
                }
            }
            copied.finish();
            counts.end(rows.read(), rows.skipped());
            progress.expect(rows.read());
            progress.step(rows.read());
        }
        long stored = copy == null ? counts.loaded() : copy.endCopy();
        if (stored != counts.loaded()) {
            throw new SQLException(
                    "PostgreSQL stored " + stored + " rows of " + table.fileName() + ", not " + counts.loaded());
        }
        precomputation.endTable(table);
        return counts.report(table.fileName());
    }

    private CopyIn copyIn(CsvTable table) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(CopyRows.statement(dataset.nextSchema() + "." + table.table(), table.copyColumns()));
    }
}
