package atelier.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.RunResult;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RunFolderTest {
    @TempDir
    private Path path;

    @Test
    void writtenResultIsReadAgain() throws Exception {
        for (RunResult run : SyntheticRuns.runs(12, 20)) {
            assertThat(new RunFolder(path).write(run)).isEmpty();

            assertThat(new RunFolder(path).read()).isEqualTo(run);
        }
        assertThat(new RunFolder(path).write(HostileRun.run())).isEmpty();
        assertThat(new RunFolder(path).read()).isEqualTo(HostileRun.run());
    }

    @Test
    void unwritableFileIsReportedAndTheOthersAreWritten() throws Exception {
        Files.createDirectory(path.resolve("summary.md"));

        assertThat(new RunFolder(path).write(HostileRun.run()))
                .singleElement()
                .asString()
                .startsWith(path.resolve("summary.md") + " could not be written: ");
        assertThat(path.resolve("result.json")).isNotEmptyFile();
        assertThat(path.resolve("junit.xml")).isNotEmptyFile();
    }

    @Test
    void jUnitReportIsValidXmlForAnyText() throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JUnitReport.xml(HostileRun.run()))))
                .getDocumentElement();

        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(3);
        for (String outcome : List.of("failure", "error", "system-out")) {
            assertThat(suite.getElementsByTagName(outcome).getLength()).isEqualTo(1);
            assertThat(suite.getElementsByTagName(outcome).item(0).getTextContent())
                    .contains("<script>alert(1)</script> | `rm`", "]]>", "é 多 \uD83D\uDE00");
        }
    }

    @Test
    void summaryKeepsItsTablesForAnyText() {
        List<String> lines = Summary.markdown(HostileRun.run()).lines().toList();

        assertThat(lines).filteredOn(line -> line.startsWith("#")).hasSize(1);
        assertThat(lines).noneMatch(line -> line.matches(".*(?<!\\\\)<.*") || line.contains("alert(1)</"));
        assertThat(lines)
                .filteredOn(line -> line.contains("alert"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).doesNotContainPattern("(?<!\\\\)[`*_<>]"));
        List<String> errors = lines.subList(lines.indexOf("| failed | reason |") + 2, lines.size());
        assertThat(errors.get(0)).startsWith("| 2 | ").matches("(?:[^|\\\\]|\\\\.)*(?:\\|(?:[^|\\\\]|\\\\.)*){3}");
        assertThat(errors.get(1)).startsWith("| 1 | xxx").hasSizeLessThan(600);
    }

    @Test
    void summaryNamesTheReasonsOrThatAllChecksPassed() {
        RunResult run = HostileRun.run();

        assertThat(Summary.reasons(run.checks())).hasSize(2).first().asString().startsWith("FAIL failed: ");
        assertThat(Summary.reasons(run.checks().subList(2, 3)))
                .containsExactly("all 1 checks passed", "passed: " + HostileRun.TEXT);
    }
}
