package atelier.catalogue.load;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rows that were left out, as a CSV file of their own: {@code file,line,column,value,reason}. */
final class RejectFile implements Closeable {
    private final BufferedWriter writer;

    RejectFile(Path path) throws IOException {
        writer = Files.newBufferedWriter(path);
        writer.write("file,line,column,value,reason\n");
    }

    void add(CatalogueFile file, long line, RowRejectedException reject) throws IOException {
        writer.write(file.fileName() + "," + line + "," + reject.column() + "," + quoted(reject.value()) + ","
                + quoted(reject.reason().words()) + "\n");
    }

    private static String quoted(String value) {
        return '"' + value.replaceAll("\\p{Cntrl}", "\uFFFD").replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
