package atelier.perf.replay;

import atelier.perf.replay.LogLine.LeftOut;
import atelier.perf.replay.LogLine.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An access log that was scanned and can be replayed: a plain or {@code .gz} file of any size. */
public final class AccessLog {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int MOST_HELD = 1_000_000;

    private final Path file;
    private final boolean votes;
    private final LogSummary summary;

    private AccessLog(Path file, boolean votes, LogSummary summary) {
        this.file = file;
        this.votes = votes;
        this.summary = summary;
    }

    /**
     * Reads a log to its end and counts its lines.
     *
     * @throws IOException naming file and line, if the log cannot be read
     * @throws IllegalArgumentException with the counts, if no line can be replayed
     */
    public static AccessLog scan(Path file) throws IOException {
        return scan(file, false);
    }

    /**
     * Reads a log as {@link #scan(Path)} does.
     *
     * @param votes whether its votes can be replayed, besides its reads
     */
    public static AccessLog scan(Path file, boolean votes) throws IOException {
        try (LogReader reader = new LogReader(file, votes)) {
            Scan scan = new Scan();
            for (LogLine line = reader.next(); line != null; line = reader.next()) {
                scan.add(line, reader.lineNumber());
            }
            return new AccessLog(file, votes, scan.summary(file));
        }
    }

    public LogSummary summary() {
        return summary;
    }

    /**
     * Reads the log again, in the order of arrival, without lines that were added since the scan.
     *
     * @throws IOException if the file cannot be opened
     */
    public LogEntries entries() throws IOException {
        Duration wait = summary.disorder().compareTo(LONGEST_WAIT) < 0 ? summary.disorder() : LONGEST_WAIT;
        return entries(wait, MOST_HELD);
    }

    /** Reads the log, holding each entry until the log's time has advanced by {@code wait}, or {@code mostHeld} entries are held. */
    LogEntries entries(Duration wait, int mostHeld) throws IOException {
        return new LogEntries(file, votes, summary, wait, mostHeld);
    }

    private static final class Scan {
        private final SortedMap<String, Long> leftOut = new TreeMap<>();
        private final SortedMap<String, Long> firstLines = new TreeMap<>();
        private long replayable;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long newestEnd = Long.MIN_VALUE;
        private long disorder;
        private Arrivals.@Nullable Counter arrivals;

        void add(LogLine line, long number) {
            if (line instanceof LeftOut left) {
                leftOut.merge(left.reason(), 1L, Long::sum);
                firstLines.putIfAbsent(left.reason(), number);
            } else if (line instanceof Request request) {
                add(request);
            }
        }

        private void add(Request request) {
            long arrival = request.arrivalMicros();
            replayable++;
            first = Math.min(first, arrival);
            last = Math.max(last, arrival);
            newestEnd = Math.max(newestEnd, request.endMicros());
            disorder = Math.max(disorder, newestEnd - arrival);
            if (arrivals == null) {
                arrivals = new Arrivals.Counter(arrival);
            }
            arrivals.add(arrival);
        }

        LogSummary summary(Path file) {
            long lines = replayable
                    + leftOut.values().stream().mapToLong(Long::longValue).sum();
            if (arrivals == null) {
                throw new IllegalArgumentException(
                        "%s: none of %s lines can be replayed; left out: %s, first at line %s"
                                .formatted(file, lines, leftOut, firstLines));
            }
            return new LogSummary(
                    lines,
                    replayable,
                    Collections.unmodifiableSortedMap(leftOut),
                    Collections.unmodifiableSortedMap(firstLines),
                    Instant.EPOCH.plus(first, ChronoUnit.MICROS),
                    Instant.EPOCH.plus(last, ChronoUnit.MICROS),
                    Duration.of(disorder, ChronoUnit.MICROS),
                    arrivals.finish());
        }
    }
}
