package atelier.cli;

import java.util.concurrent.TimeUnit;

/** A pause between two attempts to reach something outside this process, while the process starts. */
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
