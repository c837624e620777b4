package atelier.perf.parallel;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts programs with the default reaction to signals. A process that is started in the background by a shell, or by nohup, inherits
 * "ignore SIGINT" or "ignore SIGHUP". A JVM that inherits it never runs its shutdown hooks for that signal.
 */
public final class DefaultSignals {
    private DefaultSignals() {}

    /**
     * Returns a command that resets the signals and then becomes {@code command}, under the same process id. Elsewhere than on Linux
     * env has no such option, and the command is returned unchanged.
     */
    public static List<String> command(List<String> command) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return command;
        }
        List<String> reset = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP"));
        reset.addAll(command);
        return reset;
    }
}
