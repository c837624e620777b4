package atelier.load;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Files in {@code java.io.tmpdir} that are deleted as soon as they are open: nothing remains, however the import ends. */
public final class TemporaryFile {
    private TemporaryFile() {}

    public static FileChannel open() throws IOException {
        return FileChannel.open(
                Files.createTempFile("atelier-import-", ".tmp"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Returns the failure with the advice to choose another directory. */
    public static IOException unwritable(IOException e) {
        return new IOException(
                "the temporary files cannot be written to " + System.getProperty("java.io.tmpdir")
                        + " (choose another directory by -Djava.io.tmpdir): " + e.getMessage(),
                e);
    }
}
