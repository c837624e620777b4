package atelier.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a command with the default reaction to SIGINT, SIGQUIT and SIGHUP. Processes inherit from {@code nohup} or from a
 * shell's {@code &} that these signals are ignored, and a JVM cannot change that for itself or its children.
 */
final class DefaultSignals {
    /** GNU coreutils 8.31 or later. */
    private static final List<String> ENV = List.of("env", "--default-signal=INT,QUIT,HUP");

    /** macOS has no such env, but Perl. */
    private static final List<String> PERL =
            List.of("perl", "-e", "$SIG{INT} = $SIG{QUIT} = $SIG{HUP} = 'DEFAULT'; exec {$ARGV[0]} @ARGV");

    private static final List<String> PREFIX = prefix();

    private DefaultSignals() {}

    /** Returns a command that replaces itself by this one, so the process keeps its id. */
    static List<String> of(List<String> command) {
        List<String> prefixed = new ArrayList<>(PREFIX);
        prefixed.addAll(command);
        return prefixed;
    }

    private static List<String> prefix() {
        if (works(ENV)) {
            return ENV;
        }
        return works(PERL) ? PERL : List.of();
    }

    private static boolean works(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
