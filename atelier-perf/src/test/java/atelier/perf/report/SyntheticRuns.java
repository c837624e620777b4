package atelier.perf.report;

import static java.util.stream.Collectors.toMap;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.Figures;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.HistoryEntry;
import atelier.perf.result.Lateness;
import atelier.perf.result.Level;
import atelier.perf.result.Objectives;
import atelier.perf.result.ReplayFigures;
import atelier.perf.result.RunResult;
import atelier.perf.result.Series;
import atelier.perf.result.ServerFigures;
import atelier.perf.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Invented runs with everything that the page can show, always the same. */
final class SyntheticRuns {

    static final Map<String, Objectives> OBJECTIVES = Map.of(
            "steady",
            new Objectives(
                    500.0,
                    new TreeMap<>(Map.of(
                            "GET /products", new Objectives.Limit(30, 60, 120, 0.1),
                            "GET /products/:id", new Objectives.Limit(20, 45, null, 0.1),
                            "GET /products/:id/related", new Objectives.Limit(20, 40, null, null)))));

    private static final List<String> ROUTES =
            List.of("GET /products", "GET /products/:id", "GET /products/:id/related", "GET /products/:id/styles");
    private static final Instant FIRST = Instant.parse("2026-09-01T07:12:04Z");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SyntheticRuns() {}

    /** Writes example pages into the given folder, one subfolder per number of runs. */
    public static void main(String[] arguments) throws IOException {
        for (int count : new int[] {0, 1, 2, 40, 500}) {
            Path reports = Files.createDirectories(Path.of(arguments[0], Integer.toString(count)));
            List<RunResult> runs = runs(count, 180);
            for (RunResult run : runs.subList(count / 4, count)) {
                Path folder = Files.createDirectories(reports.resolve(run.id()));
                Files.writeString(folder.resolve("index.html"), "Gatling's page");
                Files.writeString(folder.resolve("summary.md"), "# Summary");
                Files.writeString(folder.resolve("result.json"), "{}");
            }
            ReportPage.write(reports, history(runs), runs, OBJECTIVES);
        }
    }

    static List<HistoryEntry> history(List<RunResult> runs) {
        return runs.stream().map(HistoryEntry::of).toList();
    }

    /** Returns runs of equal length, oldest first: all profiles and verdicts, and other conditions from the middle on. */
    static List<RunResult> runs(int count, int seconds) {
        return IntStream.range(0, count)
                .mapToObj(number -> run(number, count, seconds))
                .toList();
    }

    /** Returns a run in which one node told its figures. */
    static RunResult run(ServerFigures node) {
        return run(0, 1, 5, List.of(node));
    }

    private static RunResult run(int number, int count, int seconds) {
        return run(number, count, seconds, number % 2 == 1 || count == 1 ? server(number) : List.of());
    }

    private static RunResult run(int number, int count, int seconds, List<ServerFigures> server) {
        SplittableRandom random = new SplittableRandom(number);
        String profile = number % 10 == 6 ? "capacity" : number % 10 == 8 ? "replay" : "steady";
        Verdict verdict = number % 7 == 5 || (number == count - 1 && count > 2)
                ? Verdict.FAIL
                : number % 11 == 4 ? Verdict.INCONCLUSIVE : Verdict.PASS;
        boolean capacity = profile.equals("capacity");
        Instant start = FIRST.plus(Duration.ofMinutes(1033L * number));
        double pace =
                (number > count / 2 ? 0.8 : 1) * (verdict == Verdict.FAIL ? 1.4 : 1) * random.nextDouble(0.93, 1.07);
        SortedMap<String, Figures> routes = new TreeMap<>(ROUTES.stream()
                .collect(toMap(
                        route -> route, route -> figures(30_000, pace * (1 + ROUTES.indexOf(route) / 4.0), verdict))));
        return new RunResult(
                "%s-%s".formatted(profile, STAMP.format(start)),
                start.toString(),
                profile,
                verdict == Verdict.FAIL ? 2 : 1,
                String.format(Locale.ROOT, "%07x%s", random.nextInt(0x10000000), number % 9 == 0 ? "+" : ""),
                new TreeMap<>(Map.of("profile", profile, "rate", "600", "hold", seconds + " s", "target", "embedded")),
                new Fingerprint(
                        "embedded",
                        profile + " 600/s",
                        "1,000,000 products",
                        "8 cores, 16 GB",
                        number > count / 2 ? "25" : "17"),
                verdict,
                checks(verdict),
                number % 13 == 9,
                seconds,
                600,
                verdict == Verdict.INCONCLUSIVE ? 571.3 : 599.6,
                new Lateness(0.4, verdict == Verdict.INCONCLUSIVE ? 41.7 : 2.6, 48.2),
                figures(120_000, pace, verdict),
                routes,
                series(seconds, pace, random),
                capacity ? levels() : List.of(),
                verdict == Verdict.INCONCLUSIVE ? null : comparison(pace, verdict == Verdict.FAIL),
                server,
                profile.equals("replay")
                        ? new ReplayFigures(
                                110_240, 108_000, new TreeMap<>(Map.of("not GET", 2_200L, "unreadable", 40L)))
                        : null);
    }

    private static Figures figures(long requests, double pace, Verdict verdict) {
        boolean failing = verdict == Verdict.FAIL;
        SortedMap<String, Long> errors = failing
                ? new TreeMap<>(Map.of(
                        "status.find.is(200), but actually found 503",
                        212L,
                        "Request timeout to 127.0.0.1:8080 after 5000 ms",
                        41L))
                : new TreeMap<>();
        return new Figures(
                requests,
                failing ? 253 : 0,
                requests / 200.0,
                5.2 * pace,
                4.31 * pace,
                (int) (5 * pace),
                (int) (11 * pace),
                (int) (16 * pace),
                (int) (34 * pace),
                (int) (88 * pace),
                (int) (141 * pace),
                errors);
    }

    private static List<Check> checks(Verdict verdict) {
        return List.of(
                new Check(
                        Gate.VALIDITY,
                        "Achieved rate",
                        verdict == Verdict.INCONCLUSIVE ? verdict : Verdict.PASS,
                        "571.3/s of 600/s, 2 % may be missing"),
                new Check(Gate.VALIDITY, "Lateness", Verdict.PASS, "p99 2.6 ms; the limit is 20 ms"),
                new Check(Gate.OBJECTIVE, "GET /products: p95", Verdict.PASS, "22 ms; the limit is 30 ms"),
                new Check(
                        Gate.OBJECTIVE,
                        "GET /products/:id/related: p99",
                        verdict == Verdict.FAIL ? verdict : Verdict.PASS,
                        "71 ms; the limit is 40 ms"),
                new Check(
                        Gate.OBJECTIVE,
                        "GET /products: errors",
                        verdict == Verdict.FAIL ? verdict : Verdict.PASS,
                        "0.84 % of the requests; the limit is 0.1 %"),
                new Check(Gate.BASELINE, "GET /products/:id", Verdict.PASS, "1.02 times the baseline"));
    }

    private static Series series(int seconds, double pace, SplittableRandom random) {
        return new Series(
                each(seconds, second -> 600.0),
                each(seconds, second -> 600 + random.nextInt(-9, 10)),
                each(seconds, second -> second % 60 > 57 && pace > 1.2 ? random.nextInt(80) : 0),
                each(seconds, second -> 5 * pace + random.nextInt(2)),
                each(seconds, second -> 15 * pace + random.nextInt(5)),
                each(seconds, second -> 30 * pace + random.nextInt(14) + (second % 47 == 31 ? 60 : 0)));
    }

    private static <T> List<T> each(int seconds, IntFunction<T> value) {
        return IntStream.range(0, seconds).mapToObj(value).toList();
    }

    private static List<Level> levels() {
        return IntStream.rangeClosed(1, 8)
                .mapToObj(step -> new Level(
                        200 * step,
                        Math.min(200 * step, 1_240),
                        4 + step / 3,
                        step < 6 ? 20 + 3 * step : 90 * (step - 4),
                        step < 7 ? 0 : 31,
                        step < 6,
                        step < 6
                                ? ""
                                : "p99 of GET /products/:id is %s ms; the limit is 45 ms".formatted(90 * (step - 4))))
                .toList();
    }

    private static Comparison comparison(double pace, boolean slower) {
        return new Comparison(
                5,
                List.of(
                        new Comparison.Route("GET /products", 4.3, 4.3 * pace, pace, slower ? 0.008 : 0.4, slower),
                        new Comparison.Route("GET /products/:id", 5.4, 5.4 * 1.02, 1.02, 0.3, false),
                        new Comparison.Route("all", 4.3, 4.3 * pace, pace, slower ? 0.008 : 0.4, slower)));
    }

    /** Returns figures of two nodes, every other time without the compilers' time, and sometimes a third node without figures. */
    private static List<ServerFigures> server(int number) {
        List<ServerFigures> nodes = List.of(
                node(number, "127.0.0.1:8081", 60_212, 412, 0.934), node(number, "127.0.0.1:8083", 59_788, 377, 0.931));
        ServerFigures silent = new ServerFigures("127.0.0.1:8085", new TreeMap<>(), "connection refused");
        return number % 8 == 3
                ? Stream.concat(nodes.stream(), Stream.of(silent)).toList()
                : nodes;
    }

    private static ServerFigures node(int number, String address, double responses, double collecting, double hits) {
        SortedMap<String, Double> figures = new TreeMap<>(Map.of(
                "responses 2xx",
                responses,
                "responses 5xx",
                106.0,
                "GC ms",
                collecting,
                "cache hit ratio",
                hits,
                "requests",
                responses + 106,
                "CPU ms",
                8_000 + 50.0 * number));
        if (number % 4 == 1) {
            figures.put("CPU ms of compilers", 2_000.0);
        }
        return ServerFigures.of(address, figures, "");
    }
}
