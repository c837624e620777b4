package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Loads the files of one dataset as its next edition, and serves it. */
final class GroupImport {
    private final Dataset dataset;
    private final List<FileSource> sources;
    private final ImportOptions options;

    GroupImport(Dataset dataset, List<FileSource> sources, ImportOptions options) {
        this.dataset = dataset;
        this.sources = sources;
        this.options = options;
    }

    Dataset dataset() {
        return dataset;
    }

    /**
     * Returns what clients have written into the served edition and must not be discarded; empty if it may be replaced. Changes nothing.
     *
     * @throws DependentsException if objects of others depend on it, and must not be dropped
     */
    String writesToKeep(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            NextSchema.requireIndependent(statement, dataset, options.dropDependents());
            ClientWrites writes = new ClientWrites(statement, dataset);
            return options.discardWritten() || !writes.exist(dataset.schema())
                    ? ""
                    : dataset.schema() + " since its import: " + ClientWrites.describe(writes.count(dataset.schema()));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /**
     * Imports, and serves the new edition unless too many rows were rejected.
     *
     * @param failure the beginning of the message if that fails: it says what has changed
     * @param rejected the rows that were rejected before, to which those of this dataset are added
     * @throws OperatorException if the import fails
     */
    Result run(
            Connection connection,
            Database database,
            RejectFile rejects,
            Instant importedAt,
            PrintStream screen,
            String failure,
            RejectedIds rejected) {
        List<FileReport> files = new ArrayList<>();
        boolean switching = false;
        try {
            Map<CsvTable, LoadedIds> ids = ReferencedIds.of(dataset, connection);
            try (Dataset.Precomputation precomputation = dataset.precompute(ids)) {
                NextSchema next = new NextSchema(connection, dataset, options.dropDependents());
                next.create(options.origin());
                FileLoad load = new FileLoad(connection, dataset, ids, precomputation, importedAt, screen, rejected);
                for (FileSource source : sources) {
                    try (OwnedTexts owned = owned(source, importedAt)) {
                        files.add(load.run(source, owned, rejects));
                    }
                }
                String refusal = refusal(files, load.faulty());
                if (!refusal.isEmpty()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                    return new Result(files, refusal, Map.of());
                }
                Consumer<String> step = name -> screen.println("database: " + name);
                precomputation.endRows();
                next.indexRows(step);
                step.accept("copying the precomputed rows");
                precomputation.copy(connection);
                next.finish(importedAt, step);
                switching = true;
                Map<String, Long> discarded = new SchemaSwitch(connection, dataset, options, ids, failure).serve();
                connection.setAutoCommit(true);
                return new Result(files, "", discarded);
            }
        } catch (IOException | SQLException e) {
            String reason = reason(e);
            if (!switching || !LostSwitch.isServed(database, dataset, importedAt)) {
                throw new OperatorException(failure + ": " + reason, e);
            }
            screen.println("Warning: the new edition of " + dataset.schema()
                    + " is served, although the import ended with an error: " + reason);
            return new Result(files, "", Map.of());
        }
    }

    private @Nullable OwnedTexts owned(FileSource source, Instant importedAt) throws IOException {
        Optional<String> table = source.table().ownedTable();
        if (table.isEmpty()) {
            return null;
        }
        return OwnedTexts.read(
                sources.stream()
                        .filter(other -> other.table().table().equals(table.get()))
                        .findFirst()
                        .orElseThrow(),
                importedAt);
    }

    /** Returns what failed in one line, without the names of Java's classes. */
    static String reason(Exception failure) {
        if (failure instanceof SQLException refusal) {
            return "the database says " + OperatorException.reason(refusal);
        }
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + OperatorException.reason(file);
        }
        return failure instanceof IOException unwritten ? OperatorException.reason(unwritten) : failure.toString();
    }

    private String refusal(List<FileReport> files, long faulty) {
        long read = files.stream().mapToLong(FileReport::read).sum();
        long rejected = files.stream().mapToLong(FileReport::rejected).sum();
        if (!options.limit().allows(read, rejected, faulty)) {
            return rejected + " of " + read + " rows were rejected, more than --max-rejects " + options.limit()
                    + " allows (" + options.limit().rows(read) + ")"
                    + (options.limit().isPercentage() && faulty < rejected
                            ? "; " + faulty + " of them for faults of their own"
                            : "");
        }
        return files.get(0).loaded() == 0 ? files.get(0).file() + " has no usable row" : "";
    }

    /**
     * The result of the import of one dataset.
     *
     * @param refusal why the new edition is not served; empty if it is
     * @param discarded what clients had written into the edition that was replaced
     */
    record Result(List<FileReport> files, String refusal, Map<String, Long> discarded) {}
}
