package atelier.perf.replay;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Access logs as nginx writes them. */
final class LogFile {
    /** The start, a whole second. */
    static final long START_MILLIS = 1_718_200_000_000L;

    private LogFile() {}

    /** A request by its arrival in milliseconds since {@link #START_MILLIS}, and its duration. */
    record Visit(int arrival, int duration) {
        int end() {
            return arrival + duration;
        }

        String line() {
            return LogFile.line(arrival, duration, "/products/" + (arrival + 1));
        }
    }

    static String line(int arrival, int duration, String target) {
        return line(arrival, duration, "GET", target, "200");
    }

    static String line(int arrival, int duration, String method, String target, String status) {
        long end = START_MILLIS + arrival + duration;
        return String.format(
                Locale.ROOT,
                """
                {"msec":%d.%03d,"request_time":%d.%03d,"request_id":"0f1e2d3c4b5a69788796a5b4c3d2e1f0",\
                "remote_addr":"203.0.113.9","request_method":"%s","request_uri":"%s","status":"%s",\
                "body_bytes_sent":604,"upstream_response_time":"0.001","upstream_status":"%s",\
                "upstream_cache_status":"MISS","http_if_none_match":"",\
                "http_user_agent":"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"}""",
                end / 1_000,
                end % 1_000,
                duration / 1_000,
                duration % 1_000,
                method,
                target,
                status,
                status);
    }

    /** Returns requests, some of them long, in the order in which they ended. */
    static List<Visit> visits(long seed, int count, int longest) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new Visit(2 * i, random.nextInt(10) == 0 ? random.nextInt(longest) : random.nextInt(5)))
                .sorted(Comparator.comparingInt(Visit::end))
                .toList();
    }

    static Path write(Path file, Iterable<String> lines) throws IOException {
        try (BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(
                file.toString().endsWith(".gz")
                        ? new GZIPOutputStream(Files.newOutputStream(file))
                        : Files.newOutputStream(file),
                StandardCharsets.ISO_8859_1))) {
            for (String line : lines) {
                writer.write(line);
                writer.write('\n');
            }
        }
        return file;
    }
}
