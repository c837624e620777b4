package atelier.load;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The reconciliation of an import.
 *
 * @param importedAt what the catalogue's products say in {@code created_at}
 * @param maxRejects how many rows might have been rejected: a number of rows, or a percentage
 * @param served whether the new catalogue is served; otherwise nothing has changed, for the reason in {@code refusal}
 */
public record ImportReport(
        Instant importedAt, double seconds, String maxRejects, boolean served, String refusal, List<FileReport> files) {
    /** Returns how many rows all files had. */
    public long read() {
        return files.stream().mapToLong(FileReport::read).sum();
    }

    /** Returns how many rows of all files were left out. */
    public long rejected() {
        return files.stream().mapToLong(FileReport::rejected).sum();
    }

    /** Prints it as a table for people. */
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
        screen.printf(Locale.ROOT, "%,d rows in %.1f s.%n", read(), seconds);
    }
}
