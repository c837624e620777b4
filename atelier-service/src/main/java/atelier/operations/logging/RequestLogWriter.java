package atelier.operations.logging;

import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import com.codahale.metrics.Counter;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Writes one line on standard output for each API request except health checks.
 *
 * <p>The request's thread only puts an entry into a queue. It does not wait for a slow reader of the output, and it does not wake the
 * writer, which would cost more than the line. If the queue is full, the entry is dropped and counted.
 */
public final class RequestLogWriter implements RequestLog {
    /** The requests of one pause at full load; 10 to 20 MB at most. */
    private static final int QUEUE_SIZE = 8_192;

    private static final int PAUSE_MILLISECONDS = 100;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
    private static final int BATCH = 256;
    private static final String HEALTH_CHECK = "/health-check";

    private final BlockingQueue<RequestLogEntry> queue = new ArrayBlockingQueue<>(QUEUE_SIZE);
    private final JsonRequestLayout layout;
    private final PrintStream output;
    private final Counter dropped;
    private final BackgroundThread thread;

    RequestLogWriter(JsonRequestLayout layout, PrintStream output, Metrics metrics) {
        this.layout = layout;
        this.output = output;
        this.dropped = dropped(metrics);
        this.thread = new BackgroundThread("request-log", this::writeAfterPause, metrics);
    }

    /** Installs the request log. It begins when the listeners that were added earlier, the warm-up's above all, have run. */
    @SuppressWarnings("SystemOut") // Standard output is where the request log belongs.
    public static void install(RequestLogSettings settings, Environment environment, Metrics metrics) {
        if (settings.format() == RequestLogSettings.Format.OFF) {
            // So that the metric exists with every setting.
            dropped(metrics);
            return;
        }
        JsonRequestLayout layout = new JsonRequestLayout(settings.timeZone().id());
        environment.lifecycle().addEventListener(new RequestLogWriter(layout, System.out, metrics).new Installation());
    }

    private static Counter dropped(Metrics metrics) {
        return metrics.counter(
                "request_log_dropped", "Requests without a log line, because the output was blocked or failed.");
    }

    /** A separate object: Jetty does not tell a request log of its end once it has been replaced. */
    private final class Installation implements LifeCycle.Listener {
        @Override
        public void lifeCycleStarted(LifeCycle started) {
            start();
            Server server = (Server) started;
            RequestLog other = server.getRequestLog();
            server.setRequestLog(
                    other == null ? RequestLogWriter.this : new RequestLog.Collection(other, RequestLogWriter.this));
        }

        /** All requests have ended by now. A blocked output must not delay the end of the process. */
        @Override
        public void lifeCycleStopped(LifeCycle stopped) {
            stop();
        }
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.stop();
        try {
            if (thread.join(STOP_LIMIT)) {
                // Entries that came between the thread's last look at the queue and its end.
                writeQueue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void log(Request request, Response response) {
        if ("application".equals(request.getConnectionMetaData().getConnector().getName())
                && !HEALTH_CHECK.equals(request.getHttpURI().getPath())) {
            offer(RequestLogEntry.of(request, response));
        }
    }

    void offer(RequestLogEntry entry) {
        if (!queue.offer(entry)) {
            dropped.inc();
        }
    }

    private void writeAfterPause() throws InterruptedException {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } finally {
            writeQueue();
        }
    }

    private void writeQueue() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<RequestLogEntry> entries = new ArrayList<>(BATCH);
        while (queue.drainTo(entries, BATCH) > 0) {
            int unwritten = entries.size();
            try {
                for (RequestLogEntry entry : entries) {
                    layout.write(entry, lines);
                }
                // One call for whole lines, so that no other output gets between the halves of a line.
                output.write(lines.toByteArray(), 0, lines.size());
                output.flush();
                unwritten = 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                dropped.inc(unwritten);
            }
            lines.reset();
            entries.clear();
        }
    }
}
