package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.CatalogueLock;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Loads the CSV files of a directory as the next editions of one or more datasets, one after the other.
 *
 * <p>Each file is read once, and those of photos twice, in constant memory, and their rows are sent to PostgreSQL by COPY while it is read. Readers
 * see the old edition of a dataset until the new one is complete, and then only the new one. If anything fails, the old
 * one stays.
 */
public final class DatasetImport {
    private final List<GroupImport> groups;
    private final Path rejects;
    private final ImportOptions options;

    private DatasetImport(List<GroupImport> groups, Path rejects, ImportOptions options) {
        this.groups = groups;
        this.rejects = rejects;
        this.options = options;
    }

    /**
     * Opens the files of one dataset, and changes nothing.
     *
     * @param rejects the file for rejected rows, which is overwritten
     * @throws OperatorException if a file is missing, cannot be read or has other columns, or {@code rejects} cannot be
     *     written
     */
    public static DatasetImport of(Dataset dataset, Path directory, Path rejects, ImportOptions options) {
        return of(List.of(dataset), directory, rejects, options);
    }

    /**
     * Opens the files of those datasets whose files are in the directory, and changes nothing. If there is only one dataset,
     * its files must be there.
     *
     * @param datasets each after those to which its rows refer
     * @throws OperatorException as above, or if the directory has only some of a dataset's files, or none of any
     */
    public static DatasetImport of(List<Dataset> datasets, Path directory, Path rejects, ImportOptions options) {
        List<GroupImport> groups = new ArrayList<>();
        for (Dataset dataset : datasets.size() == 1 ? datasets : FileSource.groups(datasets, directory)) {
            List<FileSource> sources = dataset.tables().stream()
                    .map(table -> FileSource.open(table, directory))
                    .toList();
            groups.add(new GroupImport(dataset, sources, options));
        }
        OperatorException.requireWritable(rejects, "--rejects");
        return new DatasetImport(groups, rejects, options);
    }

    /** Returns what will be imported, such as {@code catalogue (6 files), reviews (4 files)}. */
    String describe() {
        return groups.stream()
                .map(group -> group.dataset().schema() + " ("
                        + group.dataset().tables().size() + " files)")
                .collect(Collectors.joining(", "));
    }

    /**
     * Imports, and serves each new edition unless too many of its rows were rejected. Then those after it are not imported.
     *
     * @param screen for progress and warnings
     * @throws DependentsException if the import would drop objects of others, and must not
     * @throws OperatorException if the import fails and nothing has changed. If some datasets are served already, the
     *     report has the reason.
     */
    public ImportReport run(Database database, PrintStream screen) {
        return run(database, screen, connection -> true).orElseThrow();
    }

    /**
     * Waits for a running import or migration to end, and imports if the database fulfils a condition then.
     *
     * @return empty if it does not
     */
    public Optional<ImportReport> runIf(Condition condition, Database database, PrintStream screen) {
        return run(database, screen, connection -> {
            CatalogueLock.await(connection);
            return condition.holds(connection);
        });
    }

    /** A condition of an import. */
    public interface Condition {
        boolean holds(Connection connection) throws SQLException;
    }

    /** Refuses to discard what clients have written. The message names all groups, because --discard-written is for all of them. */
    private void requireReplaceable(Connection connection) throws SQLException {
        List<String> kept = new ArrayList<>();
        for (GroupImport group : groups) {
            String written = group.writesToKeep(connection);
            if (!written.isEmpty()) {
                kept.add(written);
            }
        }
        if (!kept.isEmpty()) {
            throw new OperatorException("Clients have written into " + String.join("; into ", kept)
                    + ". The import would discard that, and has changed nothing. Add --discard-written to allow this,"
                    + " or --only to import other files alone.");
        }
    }

    private Optional<ImportReport> run(Database database, PrintStream screen, Condition condition) {
        Instant importedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ImportReport.Draft report = new ImportReport.Draft(importedAt, options);
        boolean isComplete = false;
        try (Connection connection = database.connect()) {
            if (!condition.holds(connection)) {
                return Optional.empty();
            }
            // An import that does not get the lock must not overwrite the reject file.
            CatalogueLock.take(connection);
            requireReplaceable(connection);
            try (RejectFile rejectFile = new RejectFile(rejects)) {
                run(connection, database, rejectFile, importedAt, screen, report);
                rejectFile.complete();
                isComplete = true;
            }
        } catch (IOException | SQLException e) {
            if (isComplete && e instanceof SQLException) {
                // A lost connection cannot be closed either. The report says what the loss means.
                return Optional.of(report.end(Duration.between(importedAt, Instant.now())));
            }
            String reason = GroupImport.reason(e);
            if (report.nothingIsServed()) {
                throw new OperatorException("The import failed and changed nothing: " + reason, e);
            }
            screen.println("Warning: the import ended with an error: " + reason);
        }
        return Optional.of(report.end(Duration.between(importedAt, Instant.now())));
    }

    private void run(
            Connection connection,
            Database database,
            RejectFile rejectFile,
            Instant importedAt,
            PrintStream screen,
            ImportReport.Draft report) {
        RejectedIds rejected = new RejectedIds();
        for (GroupImport group : groups) {
            String failure = report.failureOf(group.dataset());
            try {
                GroupImport.Result result =
                        group.run(connection, database, rejectFile, importedAt, screen, failure, rejected);
                report.add(group.dataset(), result);
                if (!result.refusal().isEmpty()) {
                    return;
                }
            } catch (OperatorException | DependentsException e) {
                if (report.nothingIsServed()) {
                    throw e;
                }
                report.fail(group.dataset(), String.valueOf(e.getMessage()));
                return;
            }
        }
    }
}
