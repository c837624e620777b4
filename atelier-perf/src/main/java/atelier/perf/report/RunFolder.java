package atelier.perf.report;

import atelier.perf.result.RunResult;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of one run in {@code reports/}, which Gatling creates for its own report.
 *
 * @param path the folder, named by the run's id
 */
public record RunFolder(Path path) {
    private static final String RESULT = "result.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    public String id() {
        return path.getFileName().toString();
    }

    /**
     * Writes {@code result.json}, {@code summary.md} and {@code junit.xml}.
     *
     * @return one sentence for each file that could not be written
     */
    public List<String> write(RunResult run) {
        List<String> problems = new ArrayList<>();
        write(problems, RESULT, () -> JSON.writeValueAsString(run) + "\n");
        write(problems, "summary.md", () -> Summary.markdown(run));
        write(problems, "junit.xml", () -> JUnitReport.xml(run));
        return problems;
    }

    /** Reads {@code result.json}. */
    public RunResult read() throws IOException {
        return JSON.readValue(path.resolve(RESULT).toFile(), RunResult.class);
    }

    private void write(List<String> problems, String name, Content content) {
        try {
            Files.writeString(path.resolve(name), content.text(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            problems.add("%s could not be written: %s".formatted(path.resolve(name), e));
        }
    }

    private interface Content {
        String text() throws IOException;
    }
}
