package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.Database;
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
import java.util.function.Consumer;

/**
 * Brings a directory of CSV files into the database as the catalogue that is served.
 *
 * <p>Reads each file once, in constant memory, and sends its rows on by COPY while it reads. Readers see the old catalogue
 * until the new one is complete and then only the new one; if anything fails, the old one stays.
 */
public final class CatalogueImport {
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
        KnownIds known = new KnownIds();
        try (Connection connection = database.connect();
                DocumentSpill spill = new DocumentSpill(known)) {
            // First of all, for it holds the right to import: without it, nobody's reject file may be touched.
            NextCatalogue next = new NextCatalogue(connection);
            next.create();
            List<FileReport> files = load(new FileLoad(connection, known, spill, importedAt, screen));
            String refusal = refusal(files, known);
            if (refusal.isEmpty()) {
                Consumer<String> step = name -> screen.println("database: " + name);
                try (DocumentLoad documents = DocumentLoad.begin(spill)) {
                    next.indexRows(step);
                    step.accept("copying the documents");
                    documents.run(connection);
                }
                next.finish(importedAt, step);
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

    private List<FileReport> load(FileLoad load) throws IOException, SQLException {
        List<FileReport> files = new ArrayList<>();
        try (RejectFile rejectFile = new RejectFile(rejects)) {
            for (FileSource source : sources) {
                files.add(load.run(source, rejectFile));
            }
            rejectFile.complete();
        }
        return files;
    }
}
