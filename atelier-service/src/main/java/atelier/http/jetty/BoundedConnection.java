package atelier.http.jetty;

import io.dropwizard.util.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Jetty's connection, read by an {@link ImpatientParser}, whose requests are handled by the thread that finds them.
 *
 * <p>Jetty would give each to another thread as long as one handler of the server may wait, and waking that up is half of what a
 * cached answer costs (docs/performance.md). Ours do not wait: DirectReads, which sees every request, gives those that may to other
 * threads.
 */
final class BoundedConnection extends HttpConnection {
    private final Callback readable =
            Callback.from(Invocable.InvocationType.NON_BLOCKING, this::onFillable, this::onFillInterestedFailed);

    BoundedConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, Duration headerTimeout) {
        super(configuration, connector, endPoint);
        ((ImpatientParser) getParser()).setLimit(headerTimeout);
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
        return new ImpatientParser(super.newHttpParser(compliance), getHttpConfiguration());
    }

    @Override
    protected RequestHandler newRequestHandler() {
        return new RequestHandler() {
            @Override
            public void parsedHeader(HttpField field) {
                // There is nothing to upgrade to, but Jetty refuses the wish if a proxy dropped the Connection header.
                if (field.getHeader() != HttpHeader.UPGRADE) {
                    super.parsedHeader(field);
                }
            }
        };
    }

    @Override
    public void fillInterested(Callback callback) {
        super.fillInterested(readable);
    }

    /**
     * For the look for the next request when an answer was given by another thread than the one that found its request: mostly there
     * is none yet, and a thread of the pool would wake up for nothing. And for the end of idle connections, which waits for nobody.
     */
    @Override
    protected Executor getExecutor() {
        return Runnable::run;
    }
}
