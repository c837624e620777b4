package atelier.load;

import atelier.cli.OperatorException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files that an import writes: by default into a new directory {@code imports/<time>} of the working directory,
 * because the directory that it reads may be read-only, shared or under version control.
 */
record ImportFiles(Path rejects, Path report, @Nullable Path directory) implements Closeable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * Returns the files with the names that were given, and creates the directory for those that were not.
     *
     * @throws OperatorException if it cannot be created
     */
    static ImportFiles of(@Nullable String rejects, @Nullable String report) {
        if (rejects != null && report != null) {
            return new ImportFiles(Path.of(rejects), Path.of(report), null);
        }
        Path directory = Path.of("imports", TIME.format(Instant.now()));
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new OperatorException(
                    directory.toAbsolutePath() + " cannot be created; name other files by --rejects and --report.", e);
        }
        return new ImportFiles(
                rejects == null ? directory.resolve("rejects.csv") : Path.of(rejects),
                report == null ? directory.resolve("import-report.json") : Path.of(report),
                directory);
    }

    /** Deletes the files of an import that was interrupted. */
    void deleteUnfinished() throws IOException {
        Files.deleteIfExists(RejectFile.unfinished(rejects));
        close();
    }

    /** Deletes the directory if nothing was written into it. */
    @Override
    public void close() throws IOException {
        if (directory != null) {
            try {
                Files.deleteIfExists(directory);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }
}
