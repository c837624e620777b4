package atelier.load;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The reconciliation of an import: read = loaded + rejected, for each file.
 *
 * @param importedAt the value of {@code created_at} in the imported rows
 * @param maxRejects the limit on rejected rows of a group: a number of rows, or a percentage
 * @param served whether all new editions are served; if not, {@code refusal} is the reason
 * @param groups the datasets in the order of their import, up to the first that is not served
 */
public record ImportReport(
        Instant importedAt,
        double seconds,
        String maxRejects,
        boolean served,
        String refusal,
        List<Group> groups,
        List<FileReport> files) {
    /**
     * The result of one dataset.
     *
     * @param discarded what clients had written into the edition that was replaced
     */
    public record Group(String name, boolean served, Map<String, Long> discarded) {}

    /** Returns the number of rows of all files. */
    public long read() {
        return files.stream().mapToLong(FileReport::read).sum();
    }

    /** Returns the number of rejected rows of all files. */
    public long rejected() {
        return files.stream().mapToLong(FileReport::rejected).sum();
    }

    /** Returns the names of the datasets that were replaced. */
    List<String> servedGroups() {
        return groups.stream().filter(Group::served).map(Group::name).toList();
    }

    /** Returns why the import failed, and what it has changed. */
    String failure() {
        return servedGroups().isEmpty()
                ? "The import failed and changed nothing: " + refusal + "."
                : refusal
                        + (refusal.endsWith(".") ? "" : ".")
                        + (servedGroups().size() == 1 ? " The new edition of " : " The new editions of ")
                        + String.join(" and ", servedGroups())
                        + (servedGroups().size() == 1 ? " is served." : " are served.");
    }

    /** Prints the report as a table. */
    public void print(PrintStream screen) {
        int width = files.stream().mapToInt(file -> file.file().length()).max().orElse(0);
        String name = "%-" + Math.max(14, width) + "s ";
        screen.printf(
                Locale.ROOT, "%n" + name + "%12s %12s %10s %10s%n", "file", "read", "loaded", "rejected", "repaired");
        for (FileReport file : files) {
            screen.printf(
                    Locale.ROOT,
                    name + "%,12d %,12d %,10d %,10d%n",
                    file.file(),
                    file.read(),
                    file.loaded(),
                    file.rejected(),
                    file.repaired());
        }
        for (FileReport file : files) {
            file.rejects()
                    .forEach((reason, rows) ->
                            screen.printf(Locale.ROOT, "%s: %,d rejected: %s%n", file.file(), rows, reason));
        }
        for (FileReport file : files) {
            if (file.skipped() > 0) {
                screen.printf(Locale.ROOT, "%s: %,d lines without a value skipped%n", file.file(), file.skipped());
            }
        }
        for (Group group : groups) {
            if (group.discarded().values().stream().anyMatch(number -> number > 0)) {
                screen.println(group.name() + ": discarded what clients had written: "
                        + ClientWrites.describe(group.discarded()));
            }
        }
        screen.printf(Locale.ROOT, "%,d rows in %.1f s.%n", read(), seconds);
    }

    /** A report that grows during the import. */
    static final class Draft {
        private final Instant importedAt;
        private final ImportOptions options;
        private final List<Group> groups = new ArrayList<>();
        private final List<FileReport> files = new ArrayList<>();
        private String refusal = "";

        Draft(Instant importedAt, ImportOptions options) {
            this.importedAt = importedAt;
            this.options = options;
        }

        boolean nothingIsServed() {
            return groups.stream().noneMatch(Group::served);
        }

        /** Returns the beginning of the message if the import of the next dataset fails. */
        String failureOf(Dataset dataset) {
            return nothingIsServed()
                    ? "The import failed and changed nothing"
                    : "The import of " + dataset.schema() + " failed and changed nothing in this group";
        }

        void add(Dataset dataset, GroupImport.Result result) {
            files.addAll(result.files());
            groups.add(new Group(dataset.schema(), result.refusal().isEmpty(), result.discarded()));
            if (!result.refusal().isEmpty()) {
                refusal = nothingIsServed() ? result.refusal() : failureOf(dataset) + ": " + result.refusal() + ".";
            }
        }

        void fail(Dataset dataset, String reason) {
            refusal = reason;
            groups.add(new Group(dataset.schema(), false, Map.of()));
        }

        ImportReport end(Duration duration) {
            return new ImportReport(
                    importedAt,
                    duration.toMillis() / 1e3,
                    options.limit().toString(),
                    refusal.isEmpty(),
                    refusal,
                    List.copyOf(groups),
                    List.copyOf(files));
        }
    }
}
