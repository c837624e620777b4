package atelier.database;

import atelier.cli.OperatorException;
import java.util.concurrent.TimeUnit;

/** Waiting between two looks at something outside this process, in the start of a process that does nothing else. */
public final class Pause {
    private Pause() {}

    public static void milliseconds(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("Interrupted while waiting for the database", e);
        }
    }
}
