package atelier.sample;

import java.util.Map;
import java.util.Objects;

/** The content of {@code generated.json}: what was written, and what an import must report. */
public record GeneratedCatalogue(
        int firstId, int products, long seed, boolean dirty, Map<String, GeneratedFile> files) {
    /**
     * The account of one file.
     *
     * @param rows the number of rows without the header
     * @param dirt the number of occurrences by kind
     * @param consequences how many rows are rejected only because a row to which they refer was rejected
     */
    public record GeneratedFile(long rows, Map<String, Long> dirt, long consequences, Expected expected) {}

    /** What an import must report: rejected rows, and rows that are loaded after a repair. */
    public record Expected(long rejected, long repaired) {}

    /** Returns the account of a file such as {@code photos.csv}. */
    public GeneratedFile file(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    /** Returns the number of rows of all files. */
    public long rows() {
        return files.values().stream().mapToLong(GeneratedFile::rows).sum();
    }

    /** Returns the number of rows of all files that an import must reject. */
    public long rejected() {
        return files.values().stream()
                .mapToLong(file -> file.expected().rejected())
                .sum();
    }
}
