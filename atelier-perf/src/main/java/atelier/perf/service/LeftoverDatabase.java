package atelier.perf.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL of an embedded service that was killed before it could stop its database. */
final class LeftoverDatabase {
    private static final int PATIENCE_SECONDS = 5;

    private LeftoverDatabase() {}

    /** Stops the PostgreSQL of a data folder if it runs; its next start recovers the data. */
    static void stop(Path folder) {
        find(folder).ifPresent(server -> {
            server.destroy();
            server.onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, late) -> late == null || server.destroyForcibly())
                    .join();
        });
    }

    /** Returns the running PostgreSQL of a data folder. */
    static Optional<ProcessHandle> find(Path folder) {
        try {
            String pid = Files.readAllLines(folder.resolve("database/postmaster.pid"))
                    .get(0);
            // Another program may have the same process id by now. The server's command line contains its data
            // directory.
            String directory =
                    folder.resolve("database").toAbsolutePath().normalize().toString();
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .filter(process -> process.info()
                            .arguments()
                            .filter(arguments -> List.of(arguments).contains(directory))
                            .isPresent());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
