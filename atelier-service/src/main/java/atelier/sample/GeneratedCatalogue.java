package atelier.sample;

import java.util.Map;
import java.util.Objects;

/** What was written, and what an import of it has to find: the content of {@code generated.json}. */
public record GeneratedCatalogue(int products, long seed, boolean dirty, Map<String, GeneratedFile> files) {
    /**
     * One file: its rows without the header, how often each kind of dirt is in it, and how many rows must be rejected
     * only because the product or style they name was.
     */
    public record GeneratedFile(long rows, Map<String, Long> dirt, long consequences, Expected expected) {}

    /** What an import must report: rows that are not loaded, and rows that are loaded after a repair. */
    public record Expected(long rejected, long repaired) {}

    /** Returns the account of one file, by its name such as {@code photos.csv}. */
    public GeneratedFile file(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    /** Returns the rows of all files together. */
    public long rows() {
        return files.values().stream().mapToLong(GeneratedFile::rows).sum();
    }

    /** Returns the rows of all files together that an import must reject. */
    public long rejected() {
        return files.values().stream()
                .mapToLong(file -> file.expected().rejected())
                .sum();
    }
}
