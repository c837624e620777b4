package atelier.perf.schedule;

import atelier.perf.replay.AccessLog;
import atelier.perf.replay.LogEntries;
import atelier.perf.replay.LogEntry;
import atelier.perf.replay.LogSummary;
import atelier.perf.result.ReplayFigures;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Visit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The requests of an access log at their original times, divided by a speed. */
public final class ReplayPlan implements Plan, AutoCloseable {
    private final LogSummary summary;
    private final LogEntries entries;
    private final double speed;
    /** Visitors per second of the replay. */
    private final List<Integer> arrivals = new ArrayList<>();
    /** Requests per second of the log. */
    private final long[] logged;

    private long sent;

    /**
     * @param longest requests that are due later are left out
     * @throws IOException if the log cannot be read
     */
    public ReplayPlan(AccessLog log, double speed, Duration longest) throws IOException {
        this.summary = log.summary();
        this.speed = speed;
        long[] perSecond = summary.arrivals().perSecond(speed);
        for (int second = 0; second < Math.min(perSecond.length, longest.toSeconds()); second++) {
            arrivals.add((int) perSecond[second]);
        }
        this.logged = summary.arrivals().perSecond(1);
        this.entries = log.entries();
    }

    @Override
    public synchronized @Nullable Arrival next(double now) {
        if (!entries.hasNext()) {
            return null;
        }
        LogEntry entry = entries.next();
        double due = entry.dueMicros(speed) / 1e6;
        if (due >= seconds()) {
            return null;
        }
        sent++;
        Call call = Call.logged(entry.route(), entry.method(), entry.target(), entry.status(), entry.ifNoneMatch());
        return new Arrival(due, new Visit(call));
    }

    @Override
    public void ended(Visit visit) {
        // Every visit is one request.
    }

    @Override
    public List<Integer> visitorsPerSecond() {
        return List.copyOf(arrivals);
    }

    @Override
    public double requestsBy(double seconds) {
        // Visitors may be created up to a second of the log early, so this uses the log.
        double loggedSeconds = Math.min(seconds, seconds()) * speed;
        int whole = (int) Math.min(logged.length, loggedSeconds);
        double requests = Arrays.stream(logged).limit(whole).sum();
        return whole < logged.length ? requests + (loggedSeconds - whole) * logged[whole] : requests;
    }

    @Override
    public double visitsIn(int second) {
        return arrivals.get(second);
    }

    @Override
    public double seconds() {
        return arrivals.size();
    }

    /** Returns the counts of the log's lines so far. */
    public synchronized ReplayFigures figures() {
        SortedMap<String, Long> leftOut = new TreeMap<>(summary.leftOut());
        if (sent < summary.replayable()) {
            leftOut.put("after the end of the run", summary.replayable() - sent);
        }
        return new ReplayFigures(summary.lines(), sent, leftOut);
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
