package atelier.perf.report;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run whose texts have every character that could end a table, an element or a line. */
final class HostileRun {
    static final String TEXT =
            "<script>alert(1)</script> | `rm` *b* [x](y) & \"q\" ]]> \\| \r\n# not a heading\n\u0000\u001b[2J\uFFFE é 多 \uD83D\uDE00";

    private HostileRun() {}

    static RunResult run() {
        RunResult run = SyntheticRuns.runs(1, 30).get(0);
        Figures all =
                new Figures(10, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, new TreeMap<>(Map.of(TEXT, 2L, "x".repeat(10_000), 1L)));
        return new RunResult(
                run.id(),
                run.startedAt(),
                run.profile(),
                1,
                "abc`def",
                run.settings(),
                run.fingerprint(),
                Verdict.FAIL,
                List.of(
                        new Check(Gate.RESPONSES, "failed", Verdict.FAIL, TEXT),
                        new Check(Gate.VALIDITY, "unclear " + TEXT, Verdict.INCONCLUSIVE, TEXT),
                        new Check(Gate.OBJECTIVE, "passed", Verdict.PASS, TEXT)),
                false,
                30,
                100,
                99,
                run.lateness(),
                all,
                run.routes(),
                run.series(),
                List.of(),
                null,
                List.of(),
                null);
    }
}
