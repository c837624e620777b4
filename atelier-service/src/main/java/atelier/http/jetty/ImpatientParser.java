package atelier.http.jetty;

import io.dropwizard.util.Duration;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Refuses a request whose request line and headers take too long with 408.
 *
 * <p>Jetty's idle timeout restarts with each byte, so it never stops a client that sends a byte now and then. This limit counts from the
 * first byte. The idle timeout handles a client that stops sending.
 */
final class ImpatientParser extends HttpParser {
    private long limit = Long.MAX_VALUE;
    private long start;
    private boolean hasStarted;

    /** Copies the settings of a parser that Jetty made for the connection. */
    ImpatientParser(HttpParser original, HttpConfiguration configuration) {
        super(
                (RequestHandler) original.getHandler(),
                configuration.getRequestHeaderSize(),
                configuration.getHttpCompliance());
        setHeaderCacheSize(original.getHeaderCacheSize());
        setHeaderCacheCaseSensitive(original.isHeaderCacheCaseSensitive());
    }

    void setLimit(Duration limit) {
        this.limit = limit.toNanoseconds();
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
        if (inHeaderState() && isLate(buffer)) {
            BufferUtil.clear(buffer);
            badMessage(new BadMessageException(
                    HttpStatus.REQUEST_TIMEOUT_408,
                    "The request line and headers took longer than " + TimeUnit.NANOSECONDS.toMillis(limit) + " ms"));
            return false;
        }
        boolean isEvent = super.parseNext(buffer);
        if (!inHeaderState()) {
            hasStarted = false;
        }
        return isEvent;
    }

    private boolean isLate(ByteBuffer buffer) {
        if (!hasStarted) {
            hasStarted = buffer.hasRemaining();
            start = System.nanoTime();
            return false;
        }
        return System.nanoTime() - start > limit;
    }
}
