package atelier.perf.measure;

import io.gatling.charts.stats.ErrorRecord;
import io.gatling.charts.stats.FirstPassParser;
import io.gatling.charts.stats.RequestRecord;
import io.gatling.charts.stats.RunInfo;
import io.gatling.charts.stats.SecondPassParser;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Prints the records of a log as Gatling's own reader reads them. It is a program because it needs --add-opens. */
final class GatlingsReader {
    private GatlingsReader() {}

    public static void main(String[] arguments) throws Exception {
        File log = new File(arguments[0]);
        RunInfo run;
        try (FirstPassParser first = new FirstPassParser(log, ZoneOffset.UTC)) {
            run = first.parse();
        }
        List<String> lines = new ArrayList<>();
        try (SecondPassParser parser = new SecondPassParser(log, run, 1_000, 800, 1_200)) {
            parse(parser, "skipRunRecord");
            for (int kind = parser.read(); kind >= 0; kind = parser.read()) {
                switch (kind) {
                    case 1 -> lines.add(line((RequestRecord) parse(parser, "parseRequestRecord")));
                    case 2 -> parse(parser, "parseUserRecord");
                    case 3 -> parse(parser, "parseGroupRecord");
                    case 4 -> lines.add(line((ErrorRecord) parse(parser, "parseErrorRecord")));
                    default -> throw new IllegalStateException("a record of kind " + kind);
                }
            }
        }
        Files.write(Path.of(arguments[1]), lines);
    }

    static String line(String name, long start, int latency, boolean succeeded, String message) {
        return "%s | %s | %s | %s | %s".formatted(name, start, latency, succeeded ? "OK" : "KO", message);
    }

    static String line(String message, long time) {
        return "error | %s | %s".formatted(message, time);
    }

    private static String line(RequestRecord request) {
        String message =
                request.errorMessage().isEmpty() ? "" : request.errorMessage().get();
        return line(
                request.name(),
                request.start(),
                request.responseTime(),
                request.status().name().equals("OK"),
                message);
    }

    private static String line(ErrorRecord error) {
        return line(error.message(), error.timestamp());
    }

    private static Object parse(SecondPassParser parser, String record) throws ReflectiveOperationException {
        Method method = SecondPassParser.class.getDeclaredMethod(record);
        method.setAccessible(true);
        return method.invoke(parser);
    }
}
