package atelier.perf.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import atelier.perf.traffic.Route;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogTest {
    @TempDir
    private Path folder;

    @Test
    void everyLineOfADirtyLogIsCounted() throws Exception {
        LogSummary summary = AccessLog.scan(fixture()).summary();

        assertThat(summary.lines()).isEqualTo(28);
        assertThat(summary.replayable()).isEqualTo(12);
        assertThat(summary.leftOut())
                .containsExactly(
                        entry("cut off at the end of the file", 1L),
                        entry("method OPTIONS", 1L),
                        entry("method POST", 1L),
                        entry("no status", 1L),
                        entry("no usable If-None-Match", 1L),
                        entry("no usable time", 1L),
                        entry("other path", 4L),
                        entry("status 400", 1L),
                        entry("status 400 by nginx itself", 1L),
                        entry("status 429", 1L),
                        entry("status 499", 1L),
                        entry("status 502", 1L),
                        entry("unknown format", 1L));
        assertThat(summary.firstLines()).contains(entry("unknown format", 27L), entry("no status", 25L));
        assertThat(summary.first()).isEqualTo(Instant.ofEpochMilli(1_718_200_000_409L));
        // The only line in the combined format has the time 1718200003, without a fraction.
        assertThat(summary.last())
                .isBetween(Instant.parse("2024-06-12T13:46:43.618Z"), Instant.parse("2024-06-12T13:46:43.619Z"));
        assertThat(summary.disorder()).isEqualTo(Duration.ofMillis(3_100));
    }

    @Test
    void dirtyLogIsReadInTheOrderOfArrival() throws Exception {
        assertThat(read(AccessLog.scan(fixture())))
                .startsWith(
                        new LogEntry(409_000, "GET", Route.LIST, "/products?page=1&count=5", 200, null),
                        new LogEntry(493_000, "GET", Route.PRODUCT, "/api/fec2/hr-lax/products/2", 200, null),
                        new LogEntry(652_000, "GET", Route.STYLES, "/products/1/styles", 200, null),
                        new LogEntry(653_000, "GET", Route.PRODUCT, "/products/1", 200, null),
                        new LogEntry(655_000, "GET", Route.RELATED, "/products/1/related", 200, null),
                        new LogEntry(900_000, "GET", Route.RELATED, "/products/5/related", 200, null),
                        new LogEntry(950_000, "GET", Route.PRODUCT, "/products/1", 304, "\"5f2c9a-1\""),
                        new LogEntry(1_003_000, "HEAD", Route.PRODUCT, "/products/1", 200, null),
                        new LogEntry(1_099_000, "GET", Route.PRODUCT, "/products/abc", 400, null),
                        new LogEntry(1_100_000, "GET", Route.PRODUCT, "/products/999999999", 404, null))
                .hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access.log", "access.log.gz"})
    void entriesAreSortedByArrival(String name) throws IOException {
        List<LogFile.Visit> visits = LogFile.visits(1, 20_000, 5_000);
        AccessLog log = scan(name, visits.stream().map(LogFile.Visit::line).toList());

        try (LogEntries entries = log.entries()) {
            for (long offset = 0; offset < 40_000_000; offset += 2_000) {
                LogEntry entry = entries.next();
                assertThat(entry.offsetMicros()).isEqualTo(offset);
                assertThat(entry.target()).isEqualTo("/products/" + (offset / 1_000 + 1));
            }
            assertThat(entries.hasNext()).isFalse();
            assertThat(entries.outOfOrder()).isZero();
        }
    }

    @Test
    void onlyVotesOfAllWritesAreReplayedIfAskedFor() throws IOException {
        Path file = LogFile.write(
                folder.resolve("access.log"),
                List.of(
                        LogFile.line(100, 0, "/products/1"),
                        LogFile.line(200, 0, "PUT", "/reviews/7/helpful", "204"),
                        LogFile.line(300, 0, "PUT", "/qa/answers/8/helpful", "404"),
                        LogFile.line(400, 0, "PUT", "/reviews/7/report", "204"),
                        LogFile.line(500, 0, "POST", "/reviews", "201"),
                        LogFile.line(600, 0, "GET", "/products/1", "204")));

        AccessLog log = AccessLog.scan(file, true);

        assertThat(read(log))
                .extracting(LogEntry::method, LogEntry::route, LogEntry::status)
                .containsExactly(
                        tuple("GET", Route.PRODUCT, 200),
                        tuple("PUT", Route.VOTE, 204),
                        tuple("PUT", Route.VOTE_ANSWER, 404));
        assertThat(log.summary().leftOut())
                .containsExactlyInAnyOrderEntriesOf(Map.of("other path", 1L, "method POST", 1L, "status 204", 1L));
        assertThat(AccessLog.scan(file).summary().leftOut()).containsEntry("method PUT", 3L);
    }

    @Test
    void buffersOfTwoNginxWorkersAreSorted() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int flush = 0; flush < 10; flush++) {
            for (int worker = 0; worker < 2; worker++) {
                for (int i = worker; i < 1_000; i += 2) {
                    lines.add(LogFile.line(1_000 * flush + i, 0, "/products/1"));
                }
            }
        }
        AccessLog log = scan("access.log", lines);

        assertThat(log.summary().disorder()).isEqualTo(Duration.ofMillis(997));
        assertThat(read(log)).extracting(LogEntry::offsetMicros).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void entryThatComesTooLateIsReturnedAtOnceAndCounted() throws IOException {
        AccessLog log = scan(
                "access.log",
                List.of(
                        LogFile.line(100, 0, "/products/1"),
                        LogFile.line(9_000, 0, "/products/2"),
                        LogFile.line(50, 9_000, "/products/3"),
                        LogFile.line(9_100, 0, "/products/4")));

        try (LogEntries entries = log.entries(Duration.ofSeconds(1), 1_000)) {
            assertThat(entries)
                    .toIterable()
                    .hasSize(4)
                    .extracting(LogEntry::offsetMicros, LogEntry::target)
                    .containsExactly(
                            tuple(100_000L, "/products/1"),
                            tuple(100_000L, "/products/3"),
                            tuple(9_000_000L, "/products/2"),
                            tuple(9_100_000L, "/products/4"));
            assertThat(entries.outOfOrder()).isEqualTo(1);
        }
    }

    @Test
    void noEntryIsLostWithAlmostNoBuffer() throws IOException {
        List<LogFile.Visit> visits = LogFile.visits(2, 20_000, 5_000);
        AccessLog log =
                scan("access.log", visits.stream().map(LogFile.Visit::line).toList());

        try (LogEntries entries = log.entries(Duration.ofSeconds(60), 3)) {
            List<LogEntry> read = new ArrayList<>();
            entries.forEachRemaining(read::add);

            assertThat(read)
                    .hasSize(20_000)
                    .isSortedAccordingTo((a, b) -> Long.compare(a.offsetMicros(), b.offsetMicros()));
            assertThat(read).extracting(LogEntry::target).doesNotHaveDuplicates();
            assertThat(entries.outOfOrder()).isPositive();
        }
    }

    @Test
    void everyLineIsCountedWhateverItContains() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int log = 0; log < 50; log++) {
            List<String> lines = new ArrayList<>(List.of(LogFile.line(0, 0, "/products")));
            for (int i = 0; i < 200; i++) {
                lines.add(damaged(random, LogFile.line(random.nextInt(100_000), random.nextInt(3_000), "/products/1")));
            }

            AccessLog scanned = scan("access.log", lines);

            LogSummary summary = scanned.summary();
            assertThat(summary.lines()).isEqualTo(201);
            assertThat(summary.replayable() + sum(summary)).isEqualTo(201);
            assertThat(read(scanned)).hasSize((int) summary.replayable());
            assertThat(Arrays.stream(summary.arrivals().perSecond(1)).sum()).isEqualTo(summary.replayable());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]                                    | unknown format",
                "{}{}                                   | not JSON",
                " {}{}                                  | not JSON",
                "null                                   | unknown format",
                "{                                      | not JSON",
                "{'msec':00.1}                          | not JSON",
                "{}                                     | no msec",
                "{'msec':{'msec':1},'request_time':0}   | no request_method",
                "{'msec':1,'request_time':0,'request_method':'GET','request_uri':'/products','status':null} | no status",
                "{'msec':1,'request_time':0,'request_method':'PROPFIND','request_uri':'/','status':'405'} | method unknown",
                "{'msec':1,'request_time':0,'request_method':'get','request_uri':'/products','status':'405'} | method unknown",
                "{'msec':1,'request_time':0,'request_method':'GET','request_uri':'/products','status':'000'} | status 000",
                "{'msec':1,'request_time':0,'request_method':'GET','request_uri':'/products','status':'2x'} | status unknown",
                "{'msec':1,'request_time':2,'request_method':'GET','request_uri':'/products','status':'200'} | no usable time",
                "{'msec':1e300,'request_time':0,'request_method':'GET','request_uri':'/products','status':'200'} | no usable time",
                "{'msec':'NaN','request_time':0,'request_method':'GET','request_uri':'/products','status':'200'} | no usable time",
                "{'msec':9,'request_time':0,'request_method':'GET','request_uri':'/products','status':200} | too far in time from the first line"
            })
    void leftOutLineHasAReason(String line, String reason) throws IOException {
        LogSummary summary = scan("access.log", List.of(LogFile.line(0, 0, "/products"), line.replace('\'', '"')))
                .summary();

        assertThat(summary.leftOut()).containsExactly(entry(reason, 1L));
    }

    @Test
    void unknownMethodsHaveOneReason() throws IOException {
        List<String> lines = new ArrayList<>(List.of(LogFile.line(0, 0, "/products")));
        for (int i = 0; i < 1_000; i++) {
            lines.add(LogFile.line(i, 0, "METHOD" + i, "/products", "405"));
        }

        assertThat(scan("access.log", lines).summary().leftOut()).containsExactly(entry("method unknown", 1_000L));
    }

    @Test
    void endlessLineIsSkippedAsOneLine() throws IOException {
        String nothing = "\0".repeat(3 * LineReader.LONGEST);

        LogSummary summary = scan(
                        "access.log",
                        List.of(LogFile.line(0, 0, "/products"), nothing, LogFile.line(5, 0, "/products"), nothing))
                .summary();

        assertThat(summary.replayable()).isEqualTo(2);
        assertThat(summary.leftOut()).containsExactly(entry("longer than 1048576 bytes", 2L));
    }

    @Test
    void endlessLastLineIsCounted() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, "\0".repeat(LineReader.LONGEST) + "\n" + LogFile.line(0, 0, "/products") + "\n");
        Files.writeString(file, "\0".repeat(LineReader.LONGEST), StandardOpenOption.APPEND);

        assertThat(AccessLog.scan(file).summary().lines()).isEqualTo(3);
    }

    @Test
    void lineEndsAreFoundAnywhereInTheBuffer() throws IOException {
        List<String> lines = new ArrayList<>(List.of(LogFile.line(0, 0, "/products")));
        lines.addAll(Collections.nCopies(300_000, "1"));
        lines.addAll(Collections.nCopies(100_000, "22"));

        LogSummary summary = scan("access.log", lines).summary();

        assertThat(summary.leftOut()).containsExactly(entry("unknown format", 400_000L));
    }

    @Test
    void linesOfAWrongClockAreLeftOut() throws IOException {
        int hour = 3_600_000;
        List<String> lines = IntStream.of(25, 48, 2, 0, 596)
                .mapToObj(hours -> LogFile.line(hours * hour, 0, "/products"))
                .toList();
        String afterAMonth = lines.get(0).replace("\"msec\":1718", "\"msec\":1721");

        LogSummary summary = scan(
                        "access.log",
                        Stream.concat(lines.stream(), Stream.of(afterAMonth)).toList())
                .summary();

        assertThat(summary.leftOut()).containsExactly(entry("too far in time from the first line", 2L));
        assertThat(summary.firstLines()).containsValue(4L);
        assertThat(summary.arrivals().perSecond(1)).hasSize(594 * 3_600 + 1);
    }

    @Test
    void windowsLineEndsAndAMissingLastLineEndAreRead() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, LogFile.line(0, 0, "/products") + "\r\n\r\n \n" + LogFile.line(1, 0, "/products/1"));

        LogSummary summary = AccessLog.scan(file).summary();

        assertThat(summary.lines()).isEqualTo(2);
        assertThat(summary.replayable()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access.log", "access.log.gz"})
    void firstLineIsReadThoughAByteOrderMarkPrecedesIt(String name) throws IOException {
        String mark = "\u00ef\u00bb\u00bf";

        assertThat(read(scan(name, List.of(mark + LogFile.line(0, 0, "/products"), LogFile.line(5, 0, "/products/1")))))
                .extracting(LogEntry::target)
                .containsExactly("/products", "/products/1");
        assertThat(scan(name, List.of(mark + LogFile.line(0, 0, "/products")))
                        .summary()
                        .leftOut())
                .isEmpty();
        assertThat(scan(name, List.of(mark, LogFile.line(0, 0, "/products")))
                        .summary()
                        .lines())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void logInUtf16IsNamed(String charset) throws IOException {
        Path file = folder.resolve("access.log");
        Files.write(file, ("\ufeff" + LogFile.line(0, 0, "/products") + "\r\n").getBytes(Charset.forName(charset)));

        assertThatThrownBy(() -> AccessLog.scan(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": is in UTF-16; convert it with iconv -f UTF-16 -t UTF-8");
    }

    @Test
    void incompleteCompressedLogIsReadUpToItsEnd() throws IOException {
        List<LogFile.Visit> visits = LogFile.visits(3, 20_000, 100);
        Path file = LogFile.write(
                folder.resolve("access.log.gz"),
                visits.stream().map(LogFile.Visit::line).toList());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        AccessLog log = AccessLog.scan(file);

        assertThat(log.summary().leftOut()).containsExactly(entry("cut off at the end of the file", 1L));
        assertThat(log.summary().replayable()).isBetween(5_000L, 15_000L);
        assertThat(read(log)).hasSize((int) log.summary().replayable());
    }

    @Test
    void brokenCompressionIsReportedWithFileAndLine() throws IOException {
        List<LogFile.Visit> visits = LogFile.visits(3, 20_000, 100);
        Path file = LogFile.write(
                folder.resolve("access.log.gz"),
                visits.stream().map(LogFile.Visit::line).toList());
        byte[] broken = Files.readAllBytes(file);
        Arrays.fill(broken, broken.length / 2, broken.length / 2 + 500, (byte) 0xff);
        Files.write(file, broken);

        assertThatThrownBy(() -> AccessLog.scan(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": line ");
    }

    @Test
    void uncompressedGzFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("access.log.gz"), LogFile.line(0, 0, "/products"));

        assertThatThrownBy(() -> AccessLog.scan(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": is not a .gz file");
    }

    @Test
    void logWithoutReplayableLinesIsRefusedWithItsCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scan("access.log", List.of("nonsense", LogFile.line(0, 0, "/cart"))))
                .withMessageEndingWith(
                        "access.log: none of 2 lines can be replayed;"
                                + " left out: {other path=1, unknown format=1}, first at line {other path=2, unknown format=1}");
    }

    @Test
    void linesAddedAfterTheScanAreLeftOut() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, LogFile.line(0, 0, "/products") + "\n{\"msec\":17182");
        AccessLog log = AccessLog.scan(file);
        LogFile.write(file, List.of(LogFile.line(0, 0, "/products"), LogFile.line(10, 0, "/products/1")));

        assertThat(read(log)).extracting(LogEntry::target).containsExactly("/products");
    }

    @Test
    void logThatBecameShorterIsReported() throws IOException {
        AccessLog log =
                scan("access.log", List.of(LogFile.line(0, 0, "/products"), LogFile.line(10, 0, "/products/1")));
        scan("access.log", List.of(LogFile.line(0, 0, "/products")));

        assertThatThrownBy(() -> read(log)).hasMessageEndingWith("access.log: has become shorter since it was scanned");
    }

    private AccessLog scan(String name, List<String> lines) throws IOException {
        return AccessLog.scan(LogFile.write(folder.resolve(name), lines));
    }

    private static List<LogEntry> read(AccessLog log) throws IOException {
        try (LogEntries entries = log.entries()) {
            List<LogEntry> read = new ArrayList<>();
            entries.forEachRemaining(read::add);
            return read;
        }
    }

    private static long sum(LogSummary summary) {
        return summary.leftOut().values().stream().mapToLong(Long::longValue).sum();
    }

    private static String damaged(SplittableRandom random, String line) {
        StringBuilder damaged = new StringBuilder(line);
        for (int wounds = random.nextInt(4); wounds > 0; wounds--) {
            int place = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.append(damaged.substring(place));
                case 1 -> damaged.setLength(place + 1);
                case 2 -> damaged.insert(place, "\"{}[],:\\\r\0\u00ff0-e".charAt(random.nextInt(14)));
                default -> damaged.setCharAt(place, (char) (11 + random.nextInt(245)));
            }
        }
        return damaged.toString();
    }

    private static Path fixture() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(AccessLogTest.class.getResource("access.log"))
                .toURI());
    }
}
