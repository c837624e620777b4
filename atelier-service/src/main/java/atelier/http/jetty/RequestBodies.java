package atelier.http.jetty;

import atelier.http.HttpRules;
import atelier.http.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a request's body before the request is handled, and throws it away, unless it is wanted.
 *
 * <p>An answer that overtook the body would cost a client that is still sending its connection, and often the answer. No
 * thread waits here: the body of a slow client is looked at when some of it has come.
 */
public final class RequestBodies extends Handler.Wrapper {
    private static final long MOST_TAKEN_IN = 1 << 20;

    private final HttpSettings settings;

    public RequestBodies(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean hasBody = request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!hasBody) {
            return super.handle(request, response, callback);
        }
        new Body(request, response, callback).run();
        return true;
    }

    private final class Body implements Runnable {
        private final long deadline = System.nanoTime() + settings.bodyTimeout().toNanoseconds();
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final @Nullable ByteArrayOutputStream wanted;
        private long size;

        Body(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.wanted = request.getAttribute(HttpRules.BODY) == null ? null : new ByteArrayOutputStream();
        }

        @Override
        public void run() {
            boolean hasEnded = request.getLength() > mostTakenIn() && tooLarge();
            while (!hasEnded) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                hasEnded = take(chunk);
            }
        }

        /** Tells whether this was all of the body that will be taken, and has then seen to the answer. */
        private boolean take(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                return tooLarge()
                        || (chunk.getFailure() instanceof TimeoutException
                                ? refuse(HttpStatus.REQUEST_TIMEOUT_408, "The request's body stopped arriving")
                                : refuse(HttpStatus.BAD_REQUEST_400, "the body is incomplete or badly chunked"));
            }
            size += chunk.remaining();
            if (wanted != null && size <= settings.largestBody().toBytes()) {
                wanted.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
            }
            chunk.release();
            if (chunk.isLast()) {
                return tooLarge() || handled();
            }
            if (size > mostTakenIn()) {
                return tooLarge();
            }
            return System.nanoTime() - deadline > 0 && (tooLarge() || late());
        }

        /**
         * A client that is answered in the middle of its body may go on sending, to a connection that is closed then and loses the answer,
         * or hold it for free and send its next request. So the body is taken in first, unless it is much too large.
         */
        private long mostTakenIn() {
            return Math.max(settings.largestBody().toBytes(), MOST_TAKEN_IN);
        }

        private boolean handled() {
            if (wanted != null) {
                request.setAttribute(HttpRules.BODY, wanted.toByteArray());
            }
            handle();
            return true;
        }

        private void handle() {
            try {
                if (!RequestBodies.super.handle(request, response, callback)) {
                    refuse(HttpStatus.NOT_FOUND_404, "Not Found");
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private boolean tooLarge() {
            long largest = settings.largestBody().toBytes();
            long bytes = Math.max(request.getLength(), size);
            return bytes > largest
                    && refuse(
                            HttpStatus.PAYLOAD_TOO_LARGE_413,
                            "The request's body may have " + largest + " bytes, but has " + bytes + " or more");
        }

        private boolean late() {
            return refuse(
                    HttpStatus.REQUEST_TIMEOUT_408,
                    "The request's body took longer than "
                            + settings.bodyTimeout().toMilliseconds() + " ms");
        }

        private boolean refuse(int status, String reason) {
            Response.writeError(request, response, callback, status, reason);
            return true;
        }
    }
}
