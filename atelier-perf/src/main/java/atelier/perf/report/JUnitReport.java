package atelier.perf.report;

import atelier.perf.result.Check;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a run as a JUnit report, which build servers show: each check is a test case, INCONCLUSIVE is an error. */
final class JUnitReport {
    private JUnitReport() {}

    static String xml(RunResult run) throws IOException {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "load test " + run.profile());
            xml.writeAttribute("tests", Integer.toString(run.checks().size()));
            xml.writeAttribute("failures", Long.toString(count(run, Verdict.FAIL)));
            xml.writeAttribute("errors", Long.toString(count(run, Verdict.INCONCLUSIVE)));
            xml.writeAttribute("timestamp", run.startedAt());
            xml.writeAttribute("time", Double.toString(run.seconds()));
            for (Check check : run.checks()) {
                testCase(xml, run, check);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static long count(RunResult run, Verdict verdict) {
        return run.checks().stream().filter(check -> check.verdict() == verdict).count();
    }

    private static void testCase(XMLStreamWriter xml, RunResult run, Check check) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute(
                "classname", "load." + run.profile() + "." + check.gate().name().toLowerCase(Locale.ROOT));
        xml.writeAttribute("name", visible(check.name()));
        xml.writeAttribute("time", "0");
        switch (check.verdict()) {
            case PASS -> element(xml, "system-out", check.detail());
            case FAIL -> element(xml, "failure", check.detail());
            case INCONCLUSIVE -> element(xml, "error", check.detail());
        }
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String detail) throws XMLStreamException {
        xml.writeStartElement(name);
        if (!name.equals("system-out")) {
            xml.writeAttribute("message", visible(detail));
        }
        xml.writeCharacters(visible(detail));
        xml.writeEndElement();
    }

    /** Replaces control characters, which XML 1.0 cannot represent. A response body may contain them. */
    private static String visible(String text) {
        return text.replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", " ");
    }
}
