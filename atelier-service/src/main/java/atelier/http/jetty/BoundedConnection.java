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
 * A Jetty connection that limits the time of a request's head, and whose requests run on the I/O thread that reads them.
 *
 * <p>Jetty hands each request to a worker thread if any handler may block. That hand-off is half the cost of a cached response
 * (docs/performance.md). Here no handler blocks: FastPath sees every request first, and passes those that may block to workers.
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
                // The service offers no upgrade. Jetty would refuse the request if a proxy removed the Connection
                // header.
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
     * Jetty looks for the next request through this executor after a response from another thread. Mostly there is none yet, and a
     * worker would wake up for nothing. Jetty also closes idle connections through it, which does not block.
     */
    @Override
    protected Executor getExecutor() {
        return Runnable::run;
    }
}
