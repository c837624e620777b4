package atelier.sample;

import atelier.cli.OperatorException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of one run. They have temporary names until all of them are complete. */
final class OutputFiles implements Closeable {
    private static final String ACCOUNT = "generated.json";
    private static final String UNFINISHED = ".part";

    private static final List<String> NAMES = Stream.of(CatalogueFiles.ALL, ShopperFiles.ALL)
            .flatMap(List::stream)
            .map(FileFormat::name)
            .toList();

    private final Path directory;
    private final Map<Path, Path> finishedByUnfinished = new LinkedHashMap<>();
    private final List<OutputStream> open = new ArrayList<>();

    OutputFiles(Path directory, boolean replace) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        List<String> present = NAMES.stream()
                .filter(name -> Files.exists(directory.resolve(name)))
                .toList();
        if (!present.isEmpty() && !replace) {
            throw new OperatorException(directory + " already holds " + String.join(", ", present)
                    + ". Name another directory, or add --force to replace them.");
        }
    }

    OutputStream open(String name) throws IOException {
        Path unfinished = directory.resolve(name + UNFINISHED);
        OutputStream out = Files.newOutputStream(unfinished);
        finishedByUnfinished.put(unfinished, directory.resolve(name));
        open.add(out);
        return out;
    }

    /**
     * Renames every file, and writes the account last: if the account exists, all files are complete. What an earlier run
     * wrote beside them is deleted, because an import would load it.
     */
    void complete(GeneratedCatalogue catalogue) throws IOException {
        Path account = directory.resolve(ACCOUNT);
        Files.deleteIfExists(account);
        for (String name : NAMES) {
            Files.deleteIfExists(directory.resolve(name));
        }
        for (Map.Entry<Path, Path> file : finishedByUnfinished.entrySet()) {
            Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                account, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(catalogue) + "\n");
    }

    /** Deletes the files that still have temporary names; after {@link #complete} there are none. */
    @Override
    public void close() throws IOException {
        for (OutputStream out : open) {
            out.close();
        }
        for (Path unfinished : finishedByUnfinished.keySet()) {
            Files.deleteIfExists(unfinished);
        }
    }

    static OperatorException cannotWrite(Path directory, IOException cause) {
        String reason = cause.getMessage();
        // The messages of these three exceptions are the path only.
        if (cause instanceof FileAlreadyExistsException) {
            reason += " is a file, not a directory";
        } else if (cause instanceof AccessDeniedException) {
            reason += " may not be written";
        } else if (cause instanceof NoSuchFileException) {
            reason += " cannot be made there";
        }
        return new OperatorException("Cannot write the catalogue to " + directory + ": " + reason, cause);
    }
}
