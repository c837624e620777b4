package atelier.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;

/**
 * What Ctrl-C or SIGTERM does to an import: it ends at once, says so, and clears its files away. PostgreSQL undoes what was not
 * committed, and the next import deletes the rest.
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
                    screen.println("atelier: The import was interrupted. What it had not served is as it was before.");
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
