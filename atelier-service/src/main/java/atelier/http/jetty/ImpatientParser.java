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
 * Answers 408 to a client whose request line and headers take too long.
 *
 * <p>Jetty's idle timeout starts again with each byte, so a client that drips them would never meet it. Here each byte
 * that arrives is measured against the first one; a client that sends no more at all is the idle timeout's.
 */
final class ImpatientParser extends HttpParser {
    private long limit = Long.MAX_VALUE;
    private long start;
    private boolean hasStarted;

    /** Takes the place of a parser that was set up for its connection. */
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
