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
 * A child process that ends with this process, even after {@code kill -9}.
 *
 * <p>A shell starts the program and reads from a pipe whose other end only this process holds. When {@link #close} or the end of this
 * process closes that end, the shell sends SIGTERM to the program. Shell and program ignore SIGINT and SIGHUP, which a terminal sends
 * to all its processes: an interrupted run still needs the service for its last requests.
 */
public final class GuardedProcess implements AutoCloseable {
    /** A shell gives its background jobs no standard input, so the pipe is moved to descriptor 3. */
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
     * @param unset variables of this process that the program must not inherit
     * @param set further variables
     * @param output receives standard output and standard error
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

    /** Returns the program's exit status once it has ended: 128 plus the number of the signal if a signal ended it. */
    public int exitStatus() {
        return shell.exitValue();
    }

    /** Returns the shell's process; the program is its child. */
    public ProcessHandle handle() {
        return shell.toHandle();
    }

    /** Sends SIGTERM to the program, and kills it if it still runs after ten seconds. */
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

    /** Kills the program; the shell then reads its status and ends by itself. */
    private void kill() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.onExit()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((ended, late) -> shell.destroyForcibly())
                .join();
    }
}
