package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.CatalogueLock;
import atelier.database.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads the CSV files of a directory as the next edition of a dataset.
 *
 * <p>Each file is read once, in constant memory, and its rows are sent to PostgreSQL by COPY while it is read. Readers
 * see the old edition until the new one is complete, and then only the new one. If anything fails, the old one stays.
 */
public final class DatasetImport {
    private final Dataset dataset;
    private final List<FileSource> sources;
    private final Path rejects;
    private final ImportOptions options;

    private DatasetImport(Dataset dataset, List<FileSource> sources, Path rejects, ImportOptions options) {
        this.dataset = dataset;
        this.sources = sources;
        this.rejects = rejects;
        this.options = options;
    }

    /**
     * Opens the files, and changes nothing.
     *
     * @param rejects the file for rejected rows, which is overwritten
     * @throws OperatorException if a file is missing, cannot be read or has other columns, or {@code rejects} cannot be
     *     written
     */
    public static DatasetImport of(Dataset dataset, Path directory, Path rejects, ImportOptions options) {
        List<FileSource> sources = dataset.tables().stream()
                .map(table -> FileSource.open(table, directory))
                .toList();
        OperatorException.requireWritable(rejects, "--rejects");
        return new DatasetImport(dataset, sources, rejects, options);
    }

    /**
     * Imports, and serves the new edition unless too many rows were rejected.
     *
     * @param screen for progress and warnings
     * @throws DependentsException if the import would drop objects of others, and must not
     * @throws OperatorException if the import fails; its message says whether anything has changed
     */
    public ImportReport run(Database database, PrintStream screen) {
        return run(database, screen, false).orElseThrow();
    }

    /**
     * Waits for a running import or migration to end, and imports unless the dataset has rows by then.
     *
     * @return empty if it has rows
     */
    public Optional<ImportReport> runIfEmpty(Database database, PrintStream screen) {
        return run(database, screen, true);
    }

    private Optional<ImportReport> run(Database database, PrintStream screen, boolean onlyIfEmpty) {
        Instant importedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Map<CsvTable, LoadedIds> ids = newIds();
        List<FileReport> files = new ArrayList<>();
        String refusal = "";
        boolean switching = false;
        try (Connection connection = database.connect();
                Dataset.Precomputation precomputation = dataset.precompute(ids)) {
            if (onlyIfEmpty && !isEmptyAfterOthers(connection)) {
                return Optional.empty();
            }
            // First, because it takes the right to import: without it the reject file must not be overwritten.
            NextSchema next = new NextSchema(connection, dataset, options.dropDependents());
            next.create();
            load(new FileLoad(connection, dataset.nextSchema(), ids, precomputation, importedAt, screen), files);
            refusal = refusal(files);
            if (refusal.isEmpty()) {
                Consumer<String> step = name -> screen.println("database: " + name);
                precomputation.endRows();
                next.indexRows(step);
                step.accept("copying the precomputed rows");
                precomputation.copy(connection);
                next.finish(importedAt, step);
                switching = true;
                new SchemaSwitch(connection, dataset, options).serve();
            }
        } catch (IOException | SQLException e) {
            String reason = e instanceof SQLException ? "the database says " + e.getMessage() : e.toString();
            if (!switching || !SchemaSwitch.isServed(database, dataset, importedAt)) {
                throw new OperatorException("The import failed and changed nothing: " + reason, e);
            }
            screen.println("Warning: the new " + dataset.schema()
                    + " is served, although the import ended with an error: " + reason);
        }
        double seconds = Duration.between(importedAt, Instant.now()).toMillis() / 1e3;
        return Optional.of(new ImportReport(
                importedAt, seconds, options.limit().toString(), refusal.isEmpty(), refusal, List.copyOf(files)));
    }

    private boolean isEmptyAfterOthers(Connection connection) throws SQLException {
        CatalogueLock.await(connection);
        String table = dataset.schema() + "." + dataset.tables().get(0).table();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM " + table + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private Map<CsvTable, LoadedIds> newIds() {
        Map<CsvTable, LoadedIds> ids = new LinkedHashMap<>();
        for (CsvTable table : dataset.tables()) {
            boolean ownsOthers = dataset.tables().stream().anyMatch(other -> other.parent() == table);
            CsvTable parent = table.parent();
            @Nullable
            LoadedIds ofOwners = ownsOthers && parent != null ? Objects.requireNonNull(ids.get(parent)) : null;
            ids.put(table, new LoadedIds(ofOwners));
        }
        return ids;
    }

    private String refusal(List<FileReport> files) {
        long read = files.stream().mapToLong(FileReport::read).sum();
        long rejected = files.stream().mapToLong(FileReport::rejected).sum();
        long limit = options.limit().rows(read);
        if (rejected > limit) {
            return rejected + " of " + read + " rows were rejected, more than --max-rejects " + options.limit()
                    + " allows (" + limit + ")";
        }
        return files.get(0).loaded() == 0 ? files.get(0).file() + " has no usable row" : "";
    }

    private void load(FileLoad load, List<FileReport> files) throws IOException, SQLException {
        try (RejectFile rejectFile = new RejectFile(rejects)) {
            for (FileSource source : sources) {
                files.add(load.run(source, rejectFile));
            }
            rejectFile.complete();
        }
    }
}
