package atelier.perf.report;

import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The room for reports.
 *
 * @param folder of the reports
 */
public record DiskSpace(Path folder) {
    /** What Gatling's log needs for a request and its visitor, and what its pages and ours need, generously. */
    private static final long BYTES_PER_REQUEST = 64;

    private static final long BYTES_OF_PAGES = 16L << 20;
    /** With less than this left a run ends, before its log breaks off. */
    private static final long NEARLY_FULL = 2L << 20;
    /** Kept free for the results, so that they can be written on a disk that has become full meanwhile. */
    private static final int RESERVE = 1 << 20;

    /**
     * Makes sure that there is room for a run, and keeps some of it for the results.
     *
     * @throws UsageException if there is not, or if nothing can be written there
     */
    public void reserve(double requests) {
        try {
            FileStore disk = Files.getFileStore(folder);
            long needed = (long) (requests * BYTES_PER_REQUEST) + BYTES_OF_PAGES;
            if (disk.getUsableSpace() < needed) {
                throw new UsageException(String.format(
                        Locale.ROOT,
                        "%s has %,d MB left, and this run may need %,d MB: free some, or give another folder with -Dreports",
                        folder,
                        disk.getUsableSpace() >> 20,
                        (needed >> 20) + 1));
            }
            Files.write(reserved(), new byte[RESERVE]);
        } catch (IOException e) {
            throw new UsageException("the reports cannot be written to %s: %s".formatted(folder, e), e);
        }
    }

    /** Whether so little room is left that the log would soon break off. */
    public boolean isNearlyFull() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() < NEARLY_FULL;
    }

    /** Gives up the room that was kept for the results: to write them, or because there are none. */
    public void release() throws IOException {
        Files.deleteIfExists(reserved());
    }

    private Path reserved() {
        return folder.resolve(".reserve");
    }
}
