package atelier.perf.verdict;

import atelier.perf.result.Figures;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.Lateness;
import atelier.perf.result.RunResult;
import atelier.perf.result.Series;
import atelier.perf.result.ServerFigures;
import atelier.perf.result.Verdict;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Invented results of runs. */
final class Runs {
    private Runs() {}

    static Fingerprint fingerprint(String machine) {
        return new Fingerprint("embedded", "STEADY 200/s", "1000 products", machine, "17");
    }

    static RunResult run(String id, Fingerprint fingerprint, double typical) {
        return run(id, fingerprint, typical, new TreeMap<>());
    }

    static RunResult run(String id, Fingerprint fingerprint, double typical, SortedMap<String, Figures> routes) {
        return run(id, fingerprint, typical, routes, List.of());
    }

    /** Returns the metrics of a node that took so many microseconds of processor time per request, and as many for its compilers. */
    static List<ServerFigures> node(double micros) {
        return node(Map.of("requests", 12_000.0, "CPU ms", 24 * micros, "CPU ms of compilers", 12 * micros));
    }

    /** Returns the metrics of the same node if the time of its compilers is unknown. */
    static List<ServerFigures> nodeWithCompilers(double micros) {
        return node(Map.of("requests", 12_000.0, "CPU ms", 24 * micros));
    }

    private static List<ServerFigures> node(Map<String, Double> figures) {
        return List.of(new ServerFigures("127.0.0.1:8081", new TreeMap<>(figures), ""));
    }

    static RunResult run(
            String id,
            Fingerprint fingerprint,
            double typical,
            SortedMap<String, Figures> routes,
            List<ServerFigures> server) {
        return new RunResult(
                id,
                "2026-01-01T10:00:00Z",
                "STEADY",
                1,
                "0123abc",
                Map.of(),
                fingerprint,
                Verdict.PASS,
                List.of(),
                false,
                60,
                200,
                200,
                new Lateness(0, 1, 2),
                figures(typical),
                routes,
                new Series(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                List.of(),
                null,
                server,
                null);
    }

    static Figures figures(double typical) {
        return new Figures(12_000, 0, 200, typical, typical, 20, 25, 30, 40, 50, 60, new TreeMap<>());
    }
}
