package atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Sends a signal, such as {@code -STOP}, to those of the processes that have not ended. */
    public static void signal(String signal, List<String> processes) throws IOException, InterruptedException {
        for (String process : processes) {
            boolean sent = new ProcessBuilder("kill", signal, process)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
            assertThat(sent || ProcessHandle.of(Long.parseLong(process)).isEmpty())
                    .as(process)
                    .isTrue();
        }
    }
}
