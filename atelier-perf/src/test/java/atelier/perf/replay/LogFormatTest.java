package atelier.perf.replay;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.traffic.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFormatTest {
    private static final Map<String, String> VARIABLES = Map.of(
            "msec", "1718200000.750",
            "request_time", "0.250",
            "connection", "4711",
            "logged_method", "HEAD",
            "logged_uri", "/products/7/styles",
            "status", "304",
            "body_bytes_sent", "0",
            "upstream_response_time", "0.100, 0.150",
            "upstream_status", "502, 304",
            "http_if_none_match", "W/\\\\\"1\\\\\"");

    @Test
    void nginxsLogFormatIsTheOneThatIsRead(@TempDir Path folder) throws IOException {
        String configuration = Files.readString(Path.of("..", "nginx", "access-log-format.conf"));
        String format = Pattern.compile("'(.*)'")
                .matcher(configuration)
                .results()
                .map(part -> part.group(1))
                .collect(Collectors.joining());
        String line = Pattern.compile("\\$(\\w+)").matcher(format).replaceAll(LogFormatTest::value);

        AccessLog log = AccessLog.scan(LogFile.write(folder.resolve("access.log"), List.of(line)));

        try (LogEntries entries = log.entries()) {
            assertThat(entries.next())
                    .isEqualTo(new LogEntry(500_000, "HEAD", Route.STYLES, "/products/7/styles", 304, "W/\"1\""));
        }
    }

    private static String value(MatchResult variable) {
        return VARIABLES.getOrDefault(variable.group(1), "");
    }
}
