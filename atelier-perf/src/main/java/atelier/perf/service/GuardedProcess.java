package atelier.perf.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program that ends with this process, however that ends.
 *
 * <p>It runs below a shell that reads from a pipe whose other end only this process has. When that end is closed, by
 * {@link #close} or because this process is gone, {@code kill -9} included, the shell asks the program to end. The terminal's
 * Ctrl-C, which goes to all of its processes, is ignored down there: a run that is interrupted still needs its target for
 * its last requests.
 */
public final class GuardedProcess implements AutoCloseable {
    /** What runs in the background of a shell gets no standard input unless it says so, hence the pipe as number 3. */
    private static final String SHELL = """
            trap '' INT HUP
            exec 3<&0
            "$@" </dev/null 3<&- &
            program=$!
            { read -r nothing; kill "$program"; } <&3 2>/dev/null &
            wait "$program"
            status=$?
            kill $! 2>/dev/null
            exit "$status"
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process shell;

    private GuardedProcess(Process shell) {
        this.shell = shell;
    }

    /**
     * Starts a program.
     *
     * @param unset variables of our own environment that it must not see
     * @param set variables that it has to see
     * @param output takes what the program prints, errors included
     */
    public static GuardedProcess start(
            List<String> command, Path directory, Set<String> unset, Map<String, String> set, Path output)
            throws IOException {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", SHELL, "sh"));
        shell.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(shell)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(unset);
        builder.environment().putAll(set);
        return new GuardedProcess(builder.start());
    }

    public boolean isAlive() {
        return shell.isAlive();
    }

    /** Returns the exit status of the program once it has ended; 128 and the number of the signal if one ended it. */
    public int exitStatus() {
        return shell.exitValue();
    }

    /** Returns the shell's process, below which is the program's. */
    public ProcessHandle handle() {
        return shell.toHandle();
    }

    /** Asks the program to end, waits ten seconds at most, and then ends it. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** The shell ends by itself with the program, whose status it still fetches. */
    private void kill() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.onExit()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((ended, late) -> shell.destroyForcibly())
                .join();
    }
}
