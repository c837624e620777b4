package atelier.perf.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.perf.result.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
    private static final Fingerprint LAPTOP = Runs.fingerprint("laptop");
    private static final Fingerprint SERVER = Runs.fingerprint("server");

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private Baselines baselines = new Baselines(file);

    @BeforeEach
    void noBaselines() {
        file = folder.resolve("baselines/steady.json");
        baselines = new Baselines(file);
    }

    @Test
    void fileIsReadableInADiff() throws IOException {
        baselines.record(
                Runs.run("steady-1", LAPTOP, 0.61234, new TreeMap<>(Map.of("GET /products", Runs.figures(0.7)))));

        assertThat(file).hasContent("""
                        [
                          {
                            "fingerprint": {
                              "target": "embedded",
                              "load": "STEADY 200/s",
                              "catalogue": "1000 products",
                              "machine": "laptop",
                              "java": "17"
                            },
                            "runs": [
                              {
                                "id": "steady-1",
                                "commit": "0123abc",
                                "startedAt": "2026-01-01T10:00:00Z",
                                "typical": {
                                  "GET /products": 0.7,
                                  "all": 0.612
                                }
                              }
                            ]
                          }
                        ]
                        """);
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void recordedRunIsFoundByItsFingerprint() {
        baselines.record(Runs.run("one", LAPTOP, 20));
        baselines.record(Runs.run("two", SERVER, 12));
        baselines.record(Runs.run("three", LAPTOP, 21));

        assertThat(baselines.find(LAPTOP).orElseThrow().typical("all")).containsExactly(20, 21);
        assertThat(baselines.find(SERVER).orElseThrow().typical("all")).containsExactly(12);
    }

    @Test
    void recordingReportsTheNumberOfRuns() {
        assertThat(baselines.record(Runs.run("one", LAPTOP, 20)))
                .isEqualTo("a new baseline, because there is no file " + file + ". " + file
                        + ": 1 run recorded, 5 needed");
        assertThat(baselines.record(Runs.run("two", LAPTOP, 20))).isEqualTo(file + ": 2 runs recorded, 5 needed");
        assertThat(baselines.record(Runs.run("three", SERVER, 20)))
                .isEqualTo("a new baseline, because none has the same conditions: machine server, not laptop. " + file
                        + ": 1 run recorded, 5 needed");
    }

    @Test
    void newestTenRunsAreKept() {
        IntStream.rangeClosed(1, 12).forEach(i -> baselines.record(Runs.run("run-" + i, LAPTOP, i)));

        assertThat(baselines.find(LAPTOP).orElseThrow().typical("all"))
                .containsExactly(3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void runRecordedTwiceCountsOnce() {
        baselines.record(Runs.run("one", LAPTOP, 20));
        baselines.record(Runs.run("one", LAPTOP, 20));

        assertThat(baselines.find(LAPTOP).orElseThrow().runs()).hasSize(1);
    }

    @Test
    void missingFileHasNoBaselines() {
        assertThat(baselines.find(LAPTOP)).isEmpty();
        assertThat(baselines.whyNone(LAPTOP)).isEqualTo("there is no file " + file);
    }

    @Test
    void invalidFileIsNamedAndNotChanged() throws IOException {
        for (String broken : List.of(
                "<<<<<<< HEAD",
                "[{\"fingerprint\": null, \"runs\": []}]",
                "[{\"runs\": []}]",
                "{\"runs\": []}",
                "[{\"other\": 1}]",
                "")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, broken);

            assertThatThrownBy(() -> baselines.record(Runs.run("one", LAPTOP, 20)))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(file + " is not a baseline file");
            assertThat(file).hasContent(broken);
        }
    }
}
