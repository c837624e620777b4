package atelier.database.embedded;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that runs although its owner has ended, and the file by which PostgreSQL finds its server. */
final class LeftoverServer {
    private static final Pattern PROCESS_ID = Pattern.compile("\\d{1,18}");

    private LeftoverServer() {}

    /**
     * Returns the process of the server that runs on a database whose lock this process holds. If none runs, its file is
     * deleted: PostgreSQL would take another process with the same id for its server, and refuses a damaged file.
     *
     * @throws OperatorException if a server runs and its file, damaged by a power loss for example, does not name it
     */
    static Optional<Long> find(Path database) throws IOException {
        Path file = database.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher number = PROCESS_ID.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        Optional<Long> named = (number.lookingAt()
                        ? ProcessHandle.of(Long.parseLong(number.group()))
                        : Optional.<ProcessHandle>empty())
                .filter(process -> isServerOf(database, process))
                .map(ProcessHandle::pid);
        if (named.isPresent()) {
            return named;
        }
        Optional<ProcessHandle> other = ProcessHandle.allProcesses()
                .filter(process -> isServerOf(database, process))
                .findFirst();
        if (other.isPresent()) {
            throw new OperatorException("PostgreSQL runs on " + database + ", its owner has ended, and " + file
                    + " does not name its process. Stop it by kill -INT "
                    + other.get().pid() + ", then start again.");
        }
        Files.delete(file);
        return Optional.empty();
    }

    /** Data directories share their programs, so the program's path does not tell whose server it is. */
    private static boolean isServerOf(Path database, ProcessHandle process) {
        String program = process.info().command().orElse("");
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        int option = arguments.indexOf("-D");
        if (!program.endsWith("/postgres") || option < 0 || option + 1 == arguments.size()) {
            return false;
        }
        try {
            return Files.isSameFile(Path.of(arguments.get(option + 1)), database);
        } catch (IOException | InvalidPathException e) {
            // The server of a directory that is gone, or that this user may not see.
            return false;
        }
    }
}
