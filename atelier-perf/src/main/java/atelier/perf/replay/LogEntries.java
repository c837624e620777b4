package atelier.perf.replay;

import atelier.perf.replay.LogLine.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * An access log's requests in the order of arrival. The log has the order in which requests ended, so requests are held for a while.
 * A request that comes even later is returned at once. Not thread-safe.
 */
public final class LogEntries implements Iterator<LogEntry>, AutoCloseable {
    private final Path file;
    private final LogReader reader;
    private final long startMicros;
    private final long waitMicros;
    private final int mostHeld;
    private final PriorityQueue<Held> held =
            new PriorityQueue<>(Comparator.comparingLong((Held entry) -> entry.request.arrivalMicros())
                    .thenComparingLong(Held::position));

    private long unread;
    private long position;
    private long newestEnd = Long.MIN_VALUE;
    private long newestOffset;
    private long outOfOrder;

    LogEntries(Path file, boolean votes, LogSummary summary, Duration wait, int mostHeld) throws IOException {
        this.file = file;
        this.reader = new LogReader(file, votes);
        this.startMicros = summary.arrivals().firstSecond() * 1_000_000;
        this.waitMicros = wait.toNanos() / 1_000;
        this.mostHeld = mostHeld;
        this.unread = summary.replayable();
    }

    private record Held(Request request, long position) {}

    @Override
    public boolean hasNext() {
        return unread > 0 || !held.isEmpty();
    }

    /**
     * Returns the next entry.
     *
     * @throws UncheckedIOException naming the file, if it cannot be read or has become shorter
     */
    @Override
    public LogEntry next() {
        while (unread > 0 && mustWait()) {
            read();
        }
        Held oldest = held.poll();
        if (oldest == null) {
            throw new NoSuchElementException();
        }
        Request request = oldest.request;
        long offset = request.arrivalMicros() - startMicros;
        if (offset < newestOffset) {
            outOfOrder++;
        }
        newestOffset = Math.max(offset, newestOffset);
        return new LogEntry(
                newestOffset,
                request.method(),
                request.route(),
                request.target(),
                request.status(),
                request.ifNoneMatch());
    }

    /** Returns how many entries so far came too late, and have the offset of the previous entry instead of their own. */
    public long outOfOrder() {
        return outOfOrder;
    }

    private boolean mustWait() {
        Held oldest = held.peek();
        return oldest == null || (held.size() < mostHeld && oldest.request.arrivalMicros() > newestEnd - waitMicros);
    }

    private void read() {
        try {
            LogLine line = reader.next();
            if (line == null) {
                throw new IOException(file + ": has become shorter since it was scanned");
            }
            if (line instanceof Request request) {
                newestEnd = Math.max(newestEnd, request.endMicros());
                held.add(new Held(request, position++));
                unread--;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
