package atelier.perf.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class DefaultSignalsTest {
    @ParameterizedTest
    @CsvSource({"INT, 130", "HUP, 129", "TERM, 143"})
    void signalThatTheParentIgnoresEndsTheProgram(String signal, int status) throws Exception {
        List<String> ignoring = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP TERM; exec \"$@\"", "sh"));
        ignoring.addAll(DefaultSignals.command(List.of("sh", "-c", "kill -" + signal + " $$")));

        assertThat(new ProcessBuilder(ignoring).start().waitFor()).isEqualTo(status);
    }
}
