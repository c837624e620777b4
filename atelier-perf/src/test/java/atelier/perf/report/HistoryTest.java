package atelier.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.HistoryEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    private static final List<HistoryEntry> RUNS = SyntheticRuns.history(SyntheticRuns.runs(3, 5));

    @TempDir
    private Path folder;

    @Test
    void historyHasAllRunsInOrder() throws Exception {
        History history = history();
        assertThat(history.read()).isEmpty();

        for (HistoryEntry run : RUNS) {
            history.add(run);
        }

        assertThat(history.read()).isEqualTo(RUNS);
        assertThat(Files.readAllLines(history.file())).hasSize(3);
    }

    @Test
    void cutOffLineHidesNoOtherLine() throws Exception {
        history().add(HistoryEntry.of(HostileRun.run()));
        byte[] line = Files.readAllBytes(history().file());
        assertThat(new String(line, StandardCharsets.UTF_8)).contains("多");

        for (int length = 0; length < line.length - 1; length += length < 1_500 ? 1 : 997) {
            Files.write(history().file(), Arrays.copyOf(line, length));
            history().add(RUNS.get(0));

            assertThat(history().read()).as("%d bytes", length).containsExactly(RUNS.get(0));
            assertThat(history().unreadable()).isEqualTo(length == 0 ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "7", "not JSON", "{\"id\": \"x\"}"})
    void foreignLinesAreLeftOut(String line) throws Exception {
        Files.writeString(history().file(), line + "\n");
        history().add(RUNS.get(1));

        assertThat(history().read()).containsExactly(RUNS.get(1));
    }

    private History history() {
        return new History(folder.resolve("history.jsonl"));
    }
}
