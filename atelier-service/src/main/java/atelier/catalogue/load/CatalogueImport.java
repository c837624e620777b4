package atelier.catalogue.load;

import atelier.catalogue.Progress;
import atelier.database.Database;
import atelier.operator.OperatorException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Brings a directory of CSV files into the database as the catalogue that is served.
 *
 * <p>Reads each file once, in constant memory, and sends its rows on by COPY while it reads. Readers see the old catalogue
 * until the new one is complete and then only the new one; if anything fails, the old one stays.
 */
public final class CatalogueImport {
    /** Products between two neighbours in {@code catalogue.page_start}: how many rows a list page skips at most. */
    private static final int PAGE_START_INTERVAL = 20;

    private static final int ROWS_BETWEEN_STEPS = 4_096;

    private final List<FileSource> sources;
    private final Path rejects;
    private final RejectLimit limit;

    private CatalogueImport(List<FileSource> sources, Path rejects, RejectLimit limit) {
        this.sources = sources;
        this.rejects = rejects;
        this.limit = limit;
    }

    /**
     * Looks at what there is to import, and touches nothing.
     *
     * @param rejects the file for rejected rows, which is overwritten
     * @param maxRejects how many may be rejected: a number of rows, or a percentage such as {@code 0.1%}
     * @throws OperatorException if a file is not there, cannot be read or is not what it should be, or {@code rejects} cannot
     *     be written
     */
    public static CatalogueImport of(Path directory, Path rejects, String maxRejects) {
        RejectLimit limit = RejectLimit.parse(maxRejects);
        List<FileSource> sources = Arrays.stream(CatalogueFile.values())
                .map(file -> FileSource.open(file, directory))
                .toList();
        OperatorException.requireWritable(rejects, "--rejects");
        return new CatalogueImport(sources, rejects, limit);
    }

    /**
     * Imports, and switches to the new catalogue unless too many rows were rejected.
     *
     * @param screen where progress is shown
     * @throws OperatorException if the database fails, or never lets the switch happen; nothing has changed then
     */
    public ImportReport run(Database database, PrintStream screen) {
        Instant importedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (Connection connection = database.connect()) {
            // First of all, for it holds the right to import: without it, nobody's reject file may be touched.
            NextCatalogue next = new NextCatalogue(connection);
            next.create();
            KnownIds known = new KnownIds();
            List<FileReport> files = load(connection, known, importedAt.toString(), screen);
            String refusal = refusal(files, known);
            if (refusal.isEmpty()) {
                next.summarise(importedAt.toString(), PAGE_START_INTERVAL);
                next.finish(step -> screen.println("database: " + step));
                next.serve();
            }
            double seconds = Duration.between(importedAt, Instant.now()).toMillis() / 1e3;
            return new ImportReport(importedAt, seconds, limit.toString(), refusal.isEmpty(), refusal, files);
        } catch (IOException e) {
            throw new OperatorException("The import failed and changed nothing: " + e, e);
        } catch (SQLException e) {
            throw new OperatorException(
                    "The import failed and changed nothing: the database says " + e.getMessage(), e);
        }
    }

    private String refusal(List<FileReport> files, KnownIds known) {
        long read = files.stream().mapToLong(FileReport::read).sum();
        long rejected = files.stream().mapToLong(FileReport::rejected).sum();
        if (rejected > limit.rows(read)) {
            return rejected + " of " + read + " rows were rejected, more than --max-rejects " + limit + " allows ("
                    + limit.rows(read) + ")";
        }
        return known.productCount() == 0 ? "product.csv has no usable row" : "";
    }

    private List<FileReport> load(Connection connection, KnownIds known, String importedAt, PrintStream screen)
            throws IOException, SQLException {
        List<FileReport> files = new ArrayList<>();
        try (RejectFile rejectFile = new RejectFile(rejects)) {
            for (FileSource source : sources) {
                files.add(load(source, connection, known, importedAt, rejectFile, screen));
            }
            rejectFile.complete();
        }
        return files;
    }

    private static FileReport load(
            FileSource source,
            Connection connection,
            KnownIds known,
            String importedAt,
            RejectFile rejects,
            PrintStream screen)
            throws IOException, SQLException {
        CatalogueFile file = source.file();
        FileCounts counts = new FileCounts(file);
        // FREEZE spares PostgreSQL a second pass over the rows; it is possible as the table is of this transaction.
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY catalogue_next." + file.table() + " (" + RowLoader.copyColumns(file)
                        + ") FROM STDIN WITH (FREEZE)");
        try (LineReader reader = new LineReader(source.path());
                Progress progress = Progress.rows(file.fileName(), 0, screen)) {
            CopyRows rows = new CopyRows(copy);
            CsvRow row = source.newRow(reader);
            RowLoader loader = new RowLoader(file, row, rows, known, importedAt);
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
            rows.flush();
            progress.expect(counts.read());
            progress.step(counts.read());
        }
        long stored = copy.endCopy();
        if (stored != counts.loaded()) {
            throw new SQLException(
                    "PostgreSQL stored " + stored + " rows of " + file.fileName() + ", not " + counts.loaded());
        }
        return counts.report();
    }
}
