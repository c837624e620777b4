package atelier.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Objectives> NONE = Map.of();

    @TempDir
    private Path reports;

    @Test
    void pageShowsEveryRunAndTheDetailsOfTheNewestTen() throws IOException {
        List<RunResult> runs = SyntheticRuns.runs(40, 20);

        JsonNode data = data(write(runs));

        assertThat(data.get("runs").findValuesAsText("id"))
                .isEqualTo(runs.stream().map(RunResult::id).toList());
        assertThat(data.get("details").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        runs.subList(30, 40).stream().map(RunResult::id).toList());
        assertThat(data.get("leftOut").asInt()).isZero();
    }

    @Test
    void pageIsWrittenForAnEmptyHistory() throws IOException {
        JsonNode data = data(write(List.of()));

        assertThat(data.get("runs")).isEmpty();
        assertThat(data.get("details")).isEmpty();
    }

    @Test
    void textFromOutsideCannotLeaveTheScriptElement() throws IOException {
        String hostile = "</script><script>alert(1)</script><!-- <script>]]>\u2028\u2029{{script}}";
        String harmless = write(SyntheticRuns.runs(1, 5));

        String page = write(hostile);

        assertThat(count(page, "<script")).isEqualTo(count(harmless, "<script"));
        assertThat(count(page, "</script")).isEqualTo(count(harmless, "</script"));
        assertThat(count(page, "<!--")).isEqualTo(count(harmless, "<!--"));
        assertThat(page).doesNotContain("\u2028").doesNotContain("\u2029");
        assertThat(data(page).at("/runs/0/commit").asText()).isEqualTo(hostile);
        assertThat(data(page).findValue("failures").get(0).get("text").asText()).isEqualTo(hostile);
    }

    @Test
    void pageRunsOnlyItsOwnScriptsAndLoadsNothing() throws IOException, GeneralSecurityException {
        String page = write(SyntheticRuns.runs(2, 5));

        String policy = first(page, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"");
        assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe", "http", "*");
        assertThat(all(page, "(?s)<(?:style|script)>(.*?)</(?:style|script)>"))
                .hasSize(3)
                .allSatisfy(text -> assertThat(policy).contains(hash(text)));
        assertThat(page).doesNotContain("innerHTML", "sourceMappingURL", "@import", "<script src", "fetch(");
        assertThat(all(page, "<(?:link|img|iframe|object)[^>]*(?:href|src|data)=\"([^\"]*)\""))
                .containsExactly("data:,");
    }

    @Test
    void pageStaysSmallWithManyLongRuns() throws IOException {
        List<RunResult> latest = SyntheticRuns.runs(12, 4 * 60 * 60);

        ReportPage.write(reports, SyntheticRuns.history(SyntheticRuns.runs(500, 5)), latest, NONE);

        assertThat(reports.resolve("index.html"))
                .satisfies(page -> assertThat(Files.size(page)).isLessThan(1_000_000));
        JsonNode data = data(Files.readString(reports.resolve("index.html")));
        assertThat(data.get("runs")).hasSize(200);
        assertThat(data.get("leftOut").asInt()).isEqualTo(300);
    }

    @Test
    void pageIsReplacedAtomically() throws IOException {
        write(SyntheticRuns.runs(1, 5));
        Path before = Files.createLink(reports.resolve("before"), reports.resolve("index.html"));

        String after = write(SyntheticRuns.runs(2, 5));

        // A reader of the old page still has all of it.
        assertThat(data(Files.readString(before)).get("runs")).hasSize(1);
        assertThat(data(after).get("runs")).hasSize(2);
        assertThat(reports)
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
    }

    @Test
    void pageLinksOnlyFilesThatExist() throws IOException {
        List<RunResult> runs = SyntheticRuns.runs(2, 5);
        Files.createDirectories(reports.resolve(runs.get(1).id()));
        Files.writeString(reports.resolve(runs.get(1).id()).resolve("summary.md"), "# Summary");

        JsonNode files = data(write(runs)).get("files");

        assertThat(files.get(runs.get(0).id())).isEmpty();
        assertThat(files.get(runs.get(1).id())).extracting(JsonNode::asText).containsExactly("summary.md");
    }

    @Test
    void pageLinksNothingOutsideTheReports() throws IOException {
        Files.writeString(reports.resolve("summary.md"), "# Not a run's");
        ObjectNode run = JSON.valueToTree(SyntheticRuns.runs(1, 5).get(0));
        run.put("id", "../" + reports.getFileName());

        String page = write(List.of(JSON.treeToValue(run, RunResult.class)));

        assertThat(data(page).get("files").elements().next()).isEmpty();
    }

    private String write(String hostile) throws IOException {
        ObjectNode run = JSON.valueToTree(SyntheticRuns.runs(1, 5).get(0));
        run.put("commit", hostile);
        run.withObject("/routes/GET ~1products/errorsByKind").put(hostile, 3);
        return write(List.of(JSON.treeToValue(run, RunResult.class)));
    }

    private String write(List<RunResult> runs) throws IOException {
        ReportPage.write(reports, SyntheticRuns.history(runs), runs, NONE);
        return Files.readString(reports.resolve("index.html"));
    }

    private static JsonNode data(String page) throws IOException {
        return JSON.readTree(first(page, "(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>"));
    }

    private static String hash(String text) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(hash));
    }

    private static String first(String text, String pattern) {
        return all(text, pattern).get(0);
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(found.groupCount()))
                .toList();
    }

    private static int count(String text, String part) {
        return all(text, Pattern.quote(part)).size();
    }
}
