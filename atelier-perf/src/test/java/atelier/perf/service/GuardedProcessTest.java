package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {
    @TempDir
    private Path directory;

    @Test
    void exitStatusIsTheProgramsOwn() throws Exception {
        try (GuardedProcess process = start("exit 7")) {
            Waiting.until("the program has ended", () -> !process.isAlive());

            assertThat(process.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void closingSendsSigterm() throws Exception {
        GuardedProcess process = start("trap 'echo asked; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
        Waiting.until("the program runs", () -> output().contains("ready"));

        process.close();
        process.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(output()).contains("asked");
    }

    @Test
    void argumentsAndEnvironmentReachTheProgramUnchanged() throws Exception {
        Path output = directory.resolve("output");
        try (GuardedProcess process = GuardedProcess.start(
                List.of("sh", "-c", "echo \"$1|$HOME|$GREETING|$PWD\"", "sh", "two words $HOME 'and' \"quotes\""),
                directory,
                Set.of("HOME"),
                Map.of("GREETING", "hello"),
                output)) {
            Waiting.until("the program has ended", () -> !process.isAlive());
        }

        assertThat(output).hasContent("two words $HOME 'and' \"quotes\"||hello|" + directory.toRealPath() + "\n");
    }

    private GuardedProcess start(String script) throws Exception {
        return GuardedProcess.start(
                List.of("sh", "-c", script), directory, Set.of(), Map.of(), directory.resolve("output"));
    }

    private String output() throws Exception {
        return Files.readString(directory.resolve("output"));
    }
}
