package atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of an embedded PostgreSQL. */
public final class ServerProcesses {
    private ServerProcesses() {}

    /** Returns the process ids of the server in a data directory. */
    public static List<String> of(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Path file = files.filter(path -> path.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            ProcessHandle postmaster = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).get(0)))
                    .orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .map(process -> Long.toString(process.pid()))
                    .toList();
        }
    }

    /** Sends a signal to processes, such as {@code -STOP}. */
    public static void signal(String signal, List<String> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(processes);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
