package atelier.http.jetty;

import atelier.threads.Afterwards;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty connection that limits the time of a request's head, and whose requests run on the I/O thread that reads them.
 *
 * <p>Jetty hands each request to a worker thread if any handler may block. That hand-off is half the cost of a cached response
 * (docs/performance.md). Here no handler blocks: FastPath sees every request first, and passes those that may block to workers.
 */
final class BoundedConnection extends HttpConnection {
    /** The host of the last request, which is mostly that of the next one too. */
    private @Nullable HostPortHttpField host;

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
                if (field.getHeader() == HttpHeader.HOST) {
                    super.parsedHeader(checked(field));
                } else if (field.getHeader() != HttpHeader.UPGRADE) {
                    // The service offers no upgrade. Jetty would refuse the request if a proxy removed the
                    // Connection header.
                    super.parsedHeader(field);
                }
            }
        };
    }

    /**
     * Checks the host as Jetty does, except that an empty port is valid (RFC 3986, 3.2.3). Throws a {@code BadMessageException} if the host
     * is malformed.
     */
    private HttpField checked(HttpField field) {
        String value = field.getValue();
        if (value == null || value.isEmpty()) {
            return field;
        }
        if (host == null || !host.getValue().equals(value)) {
            int end = value.length() - 1;
            boolean isPortEmpty = value.charAt(end) == ':' && value.lastIndexOf(':', end - 1) <= value.lastIndexOf(']');
            host = new HostPortHttpField(isPortEmpty ? value.substring(0, end) : value);
        }
        return host;
    }

    @Override
    protected HttpGenerator newHttpGenerator() {
        return new ShortNotModified();
    }

    /**
     * Leaves {@code Content-Length} out of a 304. Jetty would set it to 0, but there it means the length of the response that the client
     * has already (RFC 9110, 8.6).
     */
    private static final class ShortNotModified extends HttpGenerator {
        @Override
        public Result generateResponse(
                MetaData.@Nullable Response response,
                boolean head,
                @Nullable ByteBuffer header,
                @Nullable ByteBuffer chunk,
                @Nullable ByteBuffer content,
                boolean last)
                throws IOException {
            return super.generateResponse(withoutLength(response), head, header, chunk, content, last);
        }

        private static MetaData.@Nullable Response withoutLength(MetaData.@Nullable Response response) {
            return response == null || response.getStatus() != HttpStatus.NOT_MODIFIED_304
                    ? response
                    : new MetaData.Response(
                            response.getStatus(),
                            response.getReason(),
                            response.getHttpVersion(),
                            HttpFields.build(response.getHttpFields()).remove(HttpHeader.CONTENT_LENGTH),
                            -1,
                            response.getTrailersSupplier());
        }
    }

    @Override
    public void fillInterested(Callback callback) {
        super.fillInterested(readable);
    }

    /**
     * Jetty looks for the next request through this executor after a response from another thread, which does so itself once it has written
     * its other responses. If there is no request yet, it wakes up the I/O thread: once for all of them, and for none whose client was
     * quick. Jetty also closes idle connections through this executor, which does not block.
     */
    @Override
    protected Executor getExecutor() {
        return Afterwards::execute;
    }
}
