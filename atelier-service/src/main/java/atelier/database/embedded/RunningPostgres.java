package atelier.database.embedded;

import atelier.cli.OperatorException;
import atelier.cli.Pause;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server that runs on a data directory, started by this process or by another one.
 *
 * @param login its address, and the superuser's login
 * @param owned the server, if this process started it and has to stop it
 */
public record RunningPostgres(
        DataDirectory.Login login, @Nullable EmbeddedPostgres owned) {
    /** A server that another process is starting needs seconds; after this time it has failed. */
    private static final Duration OTHER_PROCESS_LIMIT = Duration.ofMinutes(1);

    /**
     * Starts the server of a directory, or waits until another process has done so.
     *
     * @param share whether the server of another process may be used
     * @throws OperatorException if another process owns the server and it may not be used, or is not ready in time
     */
    public static RunningPostgres open(DataDirectory directory, boolean share) {
        Optional<EmbeddedPostgres> owned = EmbeddedPostgres.start(directory);
        if (owned.isEmpty() && !share) {
            throw new OperatorException("The data directory " + directory.path() + " is in use by " + directory.owner()
                    + ". Stop that process first, or set ATELIER_DATA to another directory.");
        }
        directory.requirePassword();
        long deadline = System.nanoTime() + OTHER_PROCESS_LIMIT.toNanos();
        Optional<DataDirectory.Login> login = directory.login();
        while (login.isEmpty()) {
            if (System.nanoTime() > deadline) {
                owned.ifPresent(EmbeddedPostgres::close);
                throw new OperatorException("The PostgreSQL of " + directory.owner() + " on " + directory.path()
                        + " was not ready within " + OTHER_PROCESS_LIMIT.toSeconds() + " seconds.");
            }
            Pause.milliseconds(100);
            if (owned.isEmpty()) {
                // The other process may have been stopping its server, and left the directory to this one.
                owned = EmbeddedPostgres.start(directory);
            }
            login = directory.login();
        }
        return new RunningPostgres(login.get(), owned.orElse(null));
    }
}
