package atelier.perf.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import atelier.perf.traffic.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs in the formats that nginx and Apache have without any configuration. */
class CombinedLineTest {
    private static final String LINE =
            "203.0.113.9 - - [12/Jun/2024:13:46:43 +0000] \"GET /products/4?a=b HTTP/1.1\" 200 600 \"-\" \"curl/8.5.0\"";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // nginx: combined, and main of its own packages
                LINE,
                LINE + " \"198.51.100.7\"",
                // Apache: common, combined, and vhost_combined
                "203.0.113.9 - - [12/Jun/2024:13:46:43 +0000] \"GET /products/4?a=b HTTP/1.1\" 200 600",
                "203.0.113.9 - - [12/Jun/2024:13:46:43 +0000] \"GET /products/4?a=b HTTP/1.1\" 200 -",
                "shop.example:443 203.0.113.9 - - [12/Jun/2024:13:46:43 +0000] \"GET /products/4?a=b HTTP/1.1\" 200 831 \"-\" \"curl\"",
                // other clients, users, zones, protocols and texts
                "2001:db8::9 - - [12/Jun/2024:15:46:43 +0200] \"GET /products/4?a=b HTTP/2.0\" 200 600 \"-\" \"-\"",
                "203.0.113.9 - jo [x] [12/Jun/2024:05:16:43 -0830] \"GET /products/4?a=b HTTP/1.0\" 200 600 \"-\" \"-\"",
                "203.0.113.9 - - [12/Jun/2024:13:46:43 +0000] \"GET /products/4?a=b HTTP/1.1\" 200 600 \"\\\"[a] \\\"\" \"\\x22\"",
            })
    void lineIsRead(String line) throws IOException {
        AccessLog log = scan(line);

        assertThat(log.summary().first().truncatedTo(ChronoUnit.SECONDS))
                .isEqualTo(Instant.parse("2024-06-12T13:46:43Z"));
        try (LogEntries entries = log.entries()) {
            LogEntry entry = entries.next();
            assertThat(entry)
                    .isEqualTo(new LogEntry(entry.offsetMicros(), "GET", Route.PRODUCT, "/products/4?a=b", 200, null));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET /products/4 HTTP/1.1          | 499 | status 499
            POST /products/4 HTTP/1.1         | 405 | method POST
            PROPFIND /products/4 HTTP/1.1     | 405 | method unknown
            GET /cart HTTP/1.1                | 404 | other path
            GET http://x/products/4 HTTP/1.1  | 200 | other path
            GET /products/\\"4 HTTP/1.1       | 404 | other path
            GET /products/\\xC3\\xBC HTTP/1.1 | 404 | other path
            GET  HTTP/1.1                     | 400 | other path
            \\x16\\x03\\x01                   | 400 | status 400
            -                                 | 408 | status 408
            GET /products                     | 400 | status 400
            """)
    void leftOutLineHasAReason(String request, String status, String reason) throws IOException {
        String line = LINE.replace("GET /products/4?a=b HTTP/1.1", request).replace(" 200 ", " " + status + " ");

        assertThat(scan(LINE, line).summary().leftOut()).containsExactly(entry(reason, 1L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            12/Jun | 99/Jun | no usable time
            Jun | unJ | no usable time
            Jun | jun | no usable time
            13:46 | 24:46 | no usable time
            +0000 | +9900 | no usable time
            2024 | 20x4 | no usable time
            2024 | 1999 | too far in time from the first line
            [12 | 12 | unknown format
            +0000] | +0000 | unknown format
            ' 200 ' | ' 20 ' | unknown format
            ' 200 ' | ' 200' | unknown format
            ' 600 ' | ' x ' | unknown format
            ' HTTP/1.1" ' | ' HTTP/1.1 ' | unknown format
            """)
    void damagedLineIsLeftOut(String part, String damaged, String reason) throws IOException {
        assertThat(scan(LINE, LINE.replace(part, damaged)).summary().leftOut()).containsExactly(entry(reason, 1L));
    }

    @Test
    void lineCutOffAtTheEndIsCountedAsSuch() throws IOException {
        Path file = folder.resolve("access.log");
        String whole = LINE + "\n";
        for (int length = whole.indexOf('['); length < whole.indexOf(" 600"); length++) {
            Files.writeString(file, whole + whole.substring(0, length));

            assertThat(AccessLog.scan(file).summary().leftOut())
                    .containsExactly(entry("cut off at the end of the file", 1L));
        }
    }

    @Test
    void requestsOfASecondAreSpreadOverItEvenly() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int second = 40; second < 44; second++) {
            for (int request = 0; request < 200; request++) {
                lines.add(LINE.replace(":43 +", ":" + second + " +"));
            }
        }
        AccessLog log = scan(lines.toArray(String[]::new));

        assertThat(log.summary().arrivals().perSecond(1)).containsExactly(200, 200, 200, 200);
        int[] tenths = new int[40];
        try (LogEntries entries = log.entries()) {
            entries.forEachRemaining(entry -> tenths[(int) (entry.offsetMicros() / 100_000)]++);
            assertThat(entries.outOfOrder()).isZero();
        }
        assertThat(Arrays.stream(tenths)).allMatch(requests -> requests >= 18 && requests <= 22);
    }

    private AccessLog scan(String... lines) throws IOException {
        return AccessLog.scan(LogFile.write(folder.resolve("access.log"), List.of(lines)));
    }
}
