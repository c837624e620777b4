package atelier.database.embedded;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the server of a directory within a quarter of a minute, even if it does not respond any more. A service manager would otherwise
 * kill this process while it waits, and leave the server running.
 *
 * @param programs the programs of the directory
 */
record ServerStop(DataDirectory directory, PostgresPrograms programs) {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerStop.class);

    /** Long enough to write what is only in memory. */
    private static final Duration IN_ORDER = Duration.ofSeconds(10);

    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    /**
     * Ends all connections and stops the server. If that takes too long, the server ends without writing what is in its memory; if it
     * does not respond to that either, its processes are killed. Its next start then recovers from its log, and no committed change is lost.
     *
     * @throws OperatorException if the server runs, and its process cannot be found
     */
    void stop() throws IOException {
        if (succeeds("fast", IN_ORDER)) {
            return;
        }
        Optional<Long> server = LeftoverServer.find(directory.database());
        if (server.isEmpty()) {
            LOGGER.warn("PostgreSQL on {} had ended before it was stopped", directory.path());
            return;
        }
        LOGGER.warn(
                "PostgreSQL on {} did not stop within {} s, so it is stopped at once. Its next start recovers from its"
                        + " log; no committed change is lost",
                directory.path(),
                IN_ORDER.toSeconds());
        if (!succeeds("immediate", AT_ONCE)) {
            LOGGER.warn("PostgreSQL on {} does not respond, so process {} is killed", directory.path(), server.get());
            ProcessHandle.of(server.get()).ifPresent(ServerStop::kill);
        }
    }

    private boolean succeeds(String mode, Duration limit) {
        try {
            programs.control(directory, limit, "stop", "-m", mode);
            return true;
        } catch (OperatorException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOGGER.debug("pg_ctl stop -m {} failed", mode, e);
            return false;
        }
    }

    /** Kills the first process before the others, which it would otherwise start again. */
    private static void kill(ProcessHandle server) {
        List<ProcessHandle> processes =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        // The next start refuses a directory that a process still uses.
        processes.forEach(process ->
                process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join());
    }
}
