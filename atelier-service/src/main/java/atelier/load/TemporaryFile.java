package atelier.load;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Files of {@code java.io.tmpdir} that lose their names as soon as they are open: however the import ends, nothing is left. */
final class TemporaryFile {
    private TemporaryFile() {}

    static FileChannel open() throws IOException {
        return FileChannel.open(
                Files.createTempFile("atelier-import-", ".tmp"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Returns the failure with what can be done about it. */
    static IOException unwritable(IOException e) {
        return new IOException(
                "what belongs to the products cannot be kept in " + System.getProperty("java.io.tmpdir")
                        + " (choose another directory by -Djava.io.tmpdir): " + e.getMessage(),
                e);
    }
}
