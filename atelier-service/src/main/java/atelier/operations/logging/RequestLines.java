package atelier.operations.logging;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Writes one line for each request to the API on the standard output, but for the health check's.
 *
 * <p>A request leaves what is to be written and goes: it neither waits for whoever reads the output, nor wakes up the writer, which
 * would cost more than the line. What the writer finds no time for is counted and lost.
 */
public final class RequestLines implements RequestLog {
    /** As many as come within a pause, and 10 to 20 MB at most. */
    private static final int MOST_WAITING = 8_192;

    private static final int PAUSE_MILLISECONDS = 100;
    private static final int BATCH = 256;
    private static final String HEALTH_CHECK = "/health-check";

    private final BlockingQueue<AnsweredRequest> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread writer = new Thread(this::write, "request-log");
    private final LineFormat format;
    private final Counter dropped;

    private RequestLines(LineFormat format, Counter dropped) {
        this.format = format;
        this.dropped = dropped;
    }

    /** Requests are logged from the moment that those who were registered before have seen the server start. */
    public static void install(RequestLogSettings settings, Environment environment) {
        Counter dropped = environment.metrics().counter(MetricRegistry.name(RequestLines.class, "dropped"));
        if (settings.format() == RequestLogSettings.Format.OFF) {
            return;
        }
        ZoneId zone = settings.timeZone().toZoneId();
        LineFormat format =
                settings.format() == RequestLogSettings.Format.JSON ? new JsonLines(zone) : new TextLines(zone);
        environment.lifecycle().addEventListener(new RequestLines(format, dropped).new Life());
    }

    /** An object of its own, because Jetty no longer tells of its end to a request log in whose place another one is put. */
    private final class Life implements LifeCycle.Listener {
        @Override
        public void lifeCycleStarted(LifeCycle started) {
            writer.setDaemon(true);
            writer.start();
            Server server = (Server) started;
            RequestLog other = server.getRequestLog();
            server.setRequestLog(
                    other == null ? RequestLines.this : new RequestLog.Collection(other, RequestLines.this));
        }

        /** All requests have been answered then; a reader that takes nothing holds up no end. */
        @Override
        public void lifeCycleStopped(LifeCycle stopped) {
            stop.countDown();
            try {
                writer.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void log(Request request, Response response) {
        if ("application".equals(request.getConnectionMetaData().getConnector().getName())
                && !HEALTH_CHECK.equals(request.getHttpURI().getPath())
                && !waiting.offer(AnsweredRequest.of(request, response))) {
            dropped.inc();
        }
    }

    private void write() {
        try {
            boolean isLast = false;
            while (!isLast) {
                isLast = stop.await(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
                writeWaiting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeWaiting() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<AnsweredRequest> requests = new ArrayList<>(BATCH);
        while (waiting.drainTo(requests, BATCH) > 0) {
            for (AnsweredRequest request : requests) {
                try {
                    format.write(request, lines);
                } catch (IOException e) {
                    dropped.inc();
                }
            }
            // At once, so that no other line gets between the halves of one.
            System.out.write(lines.toByteArray(), 0, lines.size());
            System.out.flush();
            lines.reset();
            requests.clear();
        }
    }
}
