package atelier.load;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * The CSV file of rejected rows: {@code file,line,column,value,reason}. It is written under another name, and renamed
 * when it is complete.
 */
final class RejectFile implements Closeable {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Path path;
    private final Path unfinished;
    private final BufferedWriter writer;

    RejectFile(Path path) throws IOException {
        this.path = path;
        this.unfinished = unfinished(path);
        this.writer = Files.newBufferedWriter(unfinished);
        writer.write("file,line,column,value,reason\n");
    }

    /** Returns the name of a reject file until it is complete. */
    static Path unfinished(Path path) {
        return path.resolveSibling(path.getFileName() + ".part");
    }

    void add(CsvTable table, long line, RowRejectedException reject) throws IOException {
        try {
            writer.write(table.fileName() + "," + line + "," + reject.column() + "," + quoted(reject.value()) + ","
                    + quoted(reject.reason().words()) + "\n");
        } catch (IOException e) {
            throw new FileSystemException(unfinished.toString(), null, e.getMessage());
        }
    }

    private static String quoted(String value) {
        return '"' + CONTROL.matcher(value).replaceAll("\uFFFD").replace("\"", "\"\"") + '"';
    }

    void complete() throws IOException {
        writer.close();
        Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(unfinished);
    }
}
