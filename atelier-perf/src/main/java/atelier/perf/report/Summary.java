package atelier.perf.report;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.Figures;
import atelier.perf.result.Level;
import atelier.perf.result.Milliseconds;
import atelier.perf.result.RunResult;
import atelier.perf.result.ServerFigures;
import atelier.perf.result.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a run as one page of Markdown, for a pull request or a build server's summary. */
public final class Summary {
    private static final int LONGEST_TEXT = 500;

    private Summary() {}

    static String markdown(RunResult run) {
        StringJoiner page = new StringJoiner("\n", "", "\n");
        page.add(text("## %s: %s at %s requests/s", run.verdict(), run.profile(), rate(run.targetRate())));
        page.add("");
        page.add(text(
                "%s, commit %s, %.0f s against %s (%s), %s requests/s achieved.",
                run.startedAt(),
                code(run.commit()),
                run.seconds(),
                run.fingerprint().target(),
                run.fingerprint().catalogue(),
                rate(run.achievedRate())));
        page.add("");
        reasons(run.checks()).forEach(reason -> page.add("- " + cell(reason)));
        page.add("");
        page.add("| route | requests | failed | p50 | p90 | p95 | p99 | p99.9 | max | typical | to baseline |");
        page.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        run.routes().forEach((route, figures) -> page.add(row(route, figures, run.comparison())));
        page.add(row("all", run.overall(), run.comparison()));
        page.add("");
        page.add(text(
                "Latencies in milliseconds, from the moment a request was due. The generator sent its requests late by %.1f ms (p50), %.1f ms (p99) and %.1f ms (maximum).",
                run.lateness().p50(), run.lateness().p99(), run.lateness().max()));
        double micros = ServerFigures.microsPerRequest(run.server());
        String series = ServerFigures.processorSeries(run.server());
        if (micros > 0) {
            page.add("")
                    .add(text(
                            "The service took %.1f µs of %s.%s",
                            micros, series.replace("µs ", ""), toBaseline(run, series)));
        }
        double database = ServerFigures.databaseMicrosPerRequest(run.server());
        if (database > 0) {
            page.add("")
                    .add(text(
                            "PostgreSQL took %.1f µs of CPU per request.%s",
                            database, toBaseline(run, Comparison.DATABASE)));
        }
        if ("pages".equals(run.settings().get("mix"))) {
            page.add("")
                    .add(text(
                            "%,d reads were stale: they did not show what the same visitor had written before.",
                            run.overall().stale()));
        }
        levels(page, run.levels());
        errors(page, run.overall());
        if (run.replay() != null) {
            page.add("");
            page.add(text(
                    "Of %,d lines of the log %,d were replayed; left out: %s.",
                    run.replay().lines(),
                    run.replay().replayed(),
                    cell(run.replay().leftOut().toString())));
        }
        run.server().forEach(node -> server(page, node));
        return page.toString();
    }

    /** Returns the checks that did not pass. If all passed, returns their number and the checks of the run as a whole. */
    public static List<String> reasons(List<Check> checks) {
        List<String> failed = checks.stream()
                .filter(check -> check.verdict() != Verdict.PASS)
                .map(check -> text("%s %s: %s", check.verdict(), check.name(), check.detail()))
                .toList();
        if (!failed.isEmpty()) {
            return failed;
        }
        Stream<String> whole = checks.stream()
                .filter(check -> check.gate() == Gate.OBJECTIVE && !check.name().contains(":"))
                .map(check -> check.name() + ": " + check.detail());
        return Stream.concat(Stream.of(text("all %d checks passed", checks.size())), whole)
                .toList();
    }

    private static String row(String route, Figures figures, @Nullable Comparison comparison) {
        String beside = comparison == null
                ? ""
                : comparison.routes().stream()
                        .filter(compared -> compared.route().equals(route))
                        .map(compared -> text("%.2f ×", compared.ratio()))
                        .findFirst()
                        .orElse("");
        return text(
                "| %s | %,d | %,d | %s | %s | %s | %s | %s | %s | %s | %s |",
                route,
                figures.requests(),
                figures.errors(),
                Milliseconds.number(figures.p50()),
                Milliseconds.number(figures.p90()),
                Milliseconds.number(figures.p95()),
                Milliseconds.number(figures.p99()),
                Milliseconds.number(figures.p999()),
                Milliseconds.number(figures.max()),
                Milliseconds.number(figures.typical()),
                beside);
    }

    private static String toBaseline(RunResult run, String name) {
        return run.comparison() == null
                ? ""
                : run.comparison().routes().stream()
                        .filter(compared -> compared.route().equals(name))
                        .map(compared -> text(" That is %.3f × the baseline's.", compared.ratio()))
                        .findFirst()
                        .orElse("");
    }

    private static void levels(StringJoiner page, List<Level> levels) {
        if (levels.isEmpty()) {
            return;
        }
        page.add("").add("| planned/s | successful/s | p50 | p99 | failed | |").add("|--:|--:|--:|--:|--:|---|");
        levels.forEach(level -> page.add(text(
                "| %s | %s | %s | %s | %,d | %s |",
                rate(level.targetRate()),
                rate(level.achievedRate()),
                Milliseconds.number(level.p50()),
                Milliseconds.number(level.p99()),
                level.errors(),
                level.held() ? "held" : cell(level.detail()))));
    }

    private static void errors(StringJoiner page, Figures overall) {
        if (overall.errors() == 0) {
            return;
        }
        page.add("").add("| failed | reason |").add("|--:|---|");
        overall.errorsByKind().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(20)
                .forEach(kind -> page.add(text("| %,d | %s |", kind.getValue(), cell(kind.getKey()))));
    }

    private static void server(StringJoiner page, ServerFigures node) {
        page.add("");
        if (node.figures().isEmpty()) {
            page.add(text("No metrics from %s: %s", node.node(), cell(node.problem())));
            return;
        }
        page.add(text("Metrics of %s for the measured window:", node.node()));
        page.add("").add("| figure | |").add("|---|--:|");
        node.figures().forEach((name, value) -> page.add(text("| %s | %,.2f |", cell(name), value)));
        if (!node.problem().isEmpty()) {
            page.add("").add(cell(node.problem()));
        }
    }

    private static String rate(double perSecond) {
        return text(perSecond >= 100 ? "%,.0f" : "%,.1f", perSecond);
    }

    /** Escapes and shortens text from outside, such as an error message of the service. */
    private static String cell(String text) {
        String start = text.codePointCount(0, text.length()) <= LONGEST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) + "…";
        return start.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
    }

    private static String code(String text) {
        return "`" + text.replace("`", "") + "`";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
