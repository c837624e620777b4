package atelier.load;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The reconciliation of an import: read = loaded + rejected, for each file.
 *
 * @param importedAt the value of {@code created_at} in the imported rows
 * @param maxRejects the limit on rejected rows: a number of rows, or a percentage
 * @param served whether the new edition is served; if not, nothing has changed, and {@code refusal} is the reason
 */
public record ImportReport(
        Instant importedAt, double seconds, String maxRejects, boolean served, String refusal, List<FileReport> files) {
    /** Returns the number of rows of all files. */
    public long read() {
        return files.stream().mapToLong(FileReport::read).sum();
    }

    /** Returns the number of rejected rows of all files. */
    public long rejected() {
        return files.stream().mapToLong(FileReport::rejected).sum();
    }

    /** Prints the report as a table. */
    public void print(PrintStream screen) {
        screen.printf(Locale.ROOT, "%n%-14s %12s %12s %10s %10s%n", "file", "read", "loaded", "rejected", "repaired");
        for (FileReport file : files) {
            screen.printf(
                    Locale.ROOT,
                    "%-14s %,12d %,12d %,10d %,10d%n",
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
        screen.printf(Locale.ROOT, "%,d rows in %.1f s.%n", read(), seconds);
    }
}
