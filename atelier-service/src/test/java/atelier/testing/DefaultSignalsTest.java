package atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DefaultSignalsTest {
    @Test
    void childOfProcessThatIgnoresInterruptsCanBeInterrupted() throws Exception {
        List<String> child = DefaultSignals.of(List.of("sleep", "60"));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.addAll(child);
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            Program.await("the child", () -> process.info().command().orElse("").endsWith("sleep"));

            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
