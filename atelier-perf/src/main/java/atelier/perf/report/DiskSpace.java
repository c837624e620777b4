package atelier.perf.report;

import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The disk space for reports.
 *
 * @param folder the folder of the reports
 */
public record DiskSpace(Path folder) {
    /** The largest size of a request and its visitor in Gatling's log. */
    private static final long BYTES_PER_REQUEST = 64;

    private static final long BYTES_OF_PAGES = 16L << 20;
    /** A run ends when less is free, before its log breaks off. */
    private static final long NEARLY_FULL = 2L << 20;
    /** Reserved for the results, so that they can be written even on a full disk. */
    private static final int RESERVE = 1 << 20;

    /**
     * Checks that there is enough space for a run, and reserves some for the results.
     *
     * @throws UsageException if there is too little, or the folder is not writable
     */
    public void reserve(double requests) {
        try {
            FileStore disk = Files.getFileStore(folder);
            long needed = (long) (requests * BYTES_PER_REQUEST) + BYTES_OF_PAGES;
            if (disk.getUsableSpace() < needed) {
                throw new UsageException(String.format(
                        Locale.ROOT,
                        "%s has %,d MB left, and this run may need %,d MB: free disk space, or set another folder with -Dreports",
                        folder,
                        disk.getUsableSpace() >> 20,
                        (needed >> 20) + 1));
            }
            Files.write(reserved(), new byte[RESERVE]);
        } catch (IOException e) {
            throw new UsageException("the reports cannot be written to %s: %s".formatted(folder, e), e);
        }
    }

    /** Tells whether the log would soon break off. */
    public boolean isNearlyFull() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() < NEARLY_FULL;
    }

    /** Releases the reserved space, before the results are written. */
    public void release() throws IOException {
        Files.deleteIfExists(reserved());
    }

    private Path reserved() {
        return folder.resolve(".reserve");
    }
}
