package atelier.perf.replay;

import atelier.perf.replay.LogLine.LeftOut;
import atelier.perf.replay.LogLine.Request;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads an access log line by line. Two readers of the same file return the same lines. */
final class LogReader implements Closeable {
    /** The largest distance from the first request. A wrong clock must not cost memory. */
    static final Duration BEFORE = Duration.ofDays(1);

    static final Duration AFTER = Duration.ofDays(31);

    private static final LeftOut TOO_LONG = new LeftOut("longer than %s bytes".formatted(LineReader.LONGEST));
    private static final LeftOut CUT_OFF = new LeftOut("cut off at the end of the file");
    private static final LeftOut FAR = new LeftOut("too far in time from the first line");

    private final LineReader lines;
    private final LineParser parser;
    private long origin = Long.MIN_VALUE;

    /**
     * @param votes whether votes can be replayed
     */
    LogReader(Path file, boolean votes) throws IOException {
        lines = new LineReader(file);
        parser = new LineParser(votes);
    }

    /** Returns the next line that is not empty; null at the end of the file. */
    @Nullable
    LogLine next() throws IOException {
        while (lines.next()) {
            if (!lines.isBlank()) {
                return lines.isTooLong() ? TOO_LONG : read();
            }
        }
        return null;
    }

    long lineNumber() {
        return lines.number();
    }

    private LogLine read() {
        LogLine line = parser.parse(lines.characters(), lines.start(), lines.length());
        if (line instanceof Request request) {
            if (origin == Long.MIN_VALUE) {
                origin = request.arrivalMicros();
            }
            long distance = request.arrivalMicros() - origin;
            return distance < -micros(BEFORE) || distance > micros(AFTER) ? FAR : line;
        }
        return LineParser.isUnreadable(line) && lines.isCutOff() ? CUT_OFF : line;
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1_000;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
