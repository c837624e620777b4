package atelier.perf.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Sees requests that Gatling sends again, because the service has closed their connection without a response. A browser does so as well.
 * But then neither result nor log of a run shows a service that resets connections; only this line of Gatling's own log does.
 */
final class Resends extends AppenderBase<ILoggingEvent> {
    private static final String CLIENT = "io.gatling.http.client.impl.DefaultHttpClient";
    private static final String MESSAGE = "Retrying with new HTTP/1.1 connection";

    private final Runnable action;

    private Resends(Runnable action) {
        this.action = action;
    }

    /** Calls an action for each of these requests. */
    static void onEach(Runnable action) {
        Logger client = (Logger) LoggerFactory.getLogger(CLIENT);
        Resends resends = new Resends(action);
        resends.setContext(client.getLoggerContext());
        resends.start();
        // Further messages of this level are few: one or two for each new connection.
        client.setLevel(Level.DEBUG);
        client.setAdditive(false);
        client.addAppender(resends);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getMessage().equals(MESSAGE)) {
            action.run();
        }
    }
}
