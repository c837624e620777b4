package atelier.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Ends an import at once on Ctrl-C or SIGTERM, with a message, and deletes its files. PostgreSQL rolls back uncommitted changes, and the
 * next import deletes the rest.
 */
final class Interruption implements Closeable {
    private final Thread onSignal;

    private Interruption(Thread onSignal) {
        this.onSignal = onSignal;
    }

    /** Begins to wait for a signal, until the import has ended. */
    static Interruption watch(ImportFiles files, PrintStream screen) {
        Thread onSignal = new Thread(
                () -> {
                    screen.println(
                            "atelier: The import was interrupted. Data that it had not replaced yet is unchanged.");
                    try {
                        files.deleteUnfinished();
                    } catch (IOException e) {
                        screen.println("Warning: " + files.rejects() + " is incomplete; delete it.");
                    }
                },
                "import-interrupted");
        Runtime.getRuntime().addShutdownHook(onSignal);
        return new Interruption(onSignal);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException alreadyEnding) {
            // The signal came first, and its thread says so.
        }
    }
}
