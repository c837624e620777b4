package atelier.perf.parallel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What surefire and failsafe reported of a build.
 *
 * @param tests the number of all tests, skipped ones too
 */
public record TestReports(int tests, List<Skipped> skipped) {
    /** The assumption of a test that sends load: on a busy machine it skips itself, because its run proves nothing. */
    public static final String SENT_ON_TIME = "the load was sent on time";

    /** A test that skipped itself, with the first line of the reason. */
    public record Skipped(String test, String reason) {
        boolean forLateLoad() {
            return reason.contains(SENT_ON_TIME);
        }
    }

    /**
     * Reads the reports of a build in some folders, which need not exist.
     *
     * @param begun when the build began; older reports are of other builds
     */
    static TestReports read(List<Path> folders, Instant begun) throws IOException {
        int tests = 0;
        List<Skipped> skipped = new ArrayList<>();
        for (Path report : reports(folders)) {
            if (Files.getLastModifiedTime(report).toInstant().isBefore(begun)) {
                continue;
            }
            NodeList cases = parse(report).getElementsByTagName("testcase");
            tests += cases.getLength();
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                NodeList reasons = test.getElementsByTagName("skipped");
                if (reasons.getLength() > 0) {
                    skipped.add(skipped(test, (Element) reasons.item(0)));
                }
            }
        }
        return new TestReports(tests, List.copyOf(skipped));
    }

    private static List<Path> reports(List<Path> folders) throws IOException {
        List<Path> reports = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                            .sorted()
                            .forEach(reports::add);
                }
            }
        }
        return reports;
    }

    private static Element parse(Path report) throws IOException {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            return builder.parse(report.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("%s is not a report: %s".formatted(report, e.getMessage()), e);
        }
    }

    private static Skipped skipped(Element test, Element reason) {
        String type = test.getAttribute("classname");
        return new Skipped(
                type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name"),
                reason.getAttribute("message").strip().lines().findFirst().orElse("no reason given"));
    }

    /** Returns one line for all tests, and one for each that was skipped. */
    String text() {
        StringBuilder text = new StringBuilder("%s of %s tests skipped themselves".formatted(skipped.size(), tests));
        skipped.forEach(each -> text.append("%n  %s: %s".formatted(each.test(), each.reason())));
        return text.toString();
    }
}
