package atelier.http.jetty;

import atelier.http.EarlyHandler;
import atelier.http.HttpRules;
import atelier.http.HttpSettings;
import atelier.http.OverloadedException;
import atelier.http.RequestAttributes;
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
 * Reads a request's body before the request is handled. Keeps the body of a request with a valid token, and, within a budget, the body of a
 * request to a route without a token. Discards every other body.
 *
 * <p>A response before the end of the body would break the connection of a client that is still sending, and the client would often lose
 * the response. No thread waits here: Jetty calls back when more of a slow client's body has arrived.
 */
public final class RequestBodies extends Handler.Wrapper {
    private static final long MOST_DISCARDED = 1 << 20;

    private final HttpSettings settings;
    private final BodyBudget budget = new BodyBudget();

    public RequestBodies(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean hasBody = request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!hasBody) {
            return handleReceived(request, response, callback);
        }
        new Body(request, response, callback).run();
        return true;
    }

    private boolean handleReceived(Request request, Response response, Callback callback) throws Exception {
        return request.getAttribute(RequestAttributes.HANDLER) instanceof EarlyHandler early
                ? early.handler().handle(request, response, callback)
                : super.handle(request, response, callback);
    }

    private final class Body implements Runnable {
        private final long deadline = System.nanoTime() + settings.bodyTimeout().toNanoseconds();
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final boolean isBudgeted;
        private @Nullable ByteArrayOutputStream kept;
        private int budgeted;
        private boolean isOverBudget;
        private long size;

        Body(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = Callback.from(callback, () -> budget.giveBack(budgeted));
            boolean hasToken = request.getAttribute(RequestAttributes.WRITER) != null;
            this.isBudgeted = !hasToken
                    && request.getAttribute(RequestAttributes.HANDLER) instanceof EarlyHandler early
                    && early.keepsBody();
            this.kept = hasToken || isBudgeted ? new ByteArrayOutputStream() : null;
        }

        /** Responds even to an {@code Error}. If a callback throws one, Jetty sends no response, and the client would wait for it. */
        @Override
        public void run() {
            try {
                read();
            } catch (Exception | Error e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private void read() throws Exception {
            boolean hasEnded = request.getLength() > mostRead() && tooLarge();
            while (!hasEnded) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                hasEnded = take(chunk);
            }
        }

        /** Returns whether reading is over: the request was handled or refused. */
        private boolean take(Content.Chunk chunk) throws Exception {
            if (Content.Chunk.isFailure(chunk)) {
                return tooLarge()
                        || (chunk.getFailure() instanceof TimeoutException
                                ? refuse(HttpStatus.REQUEST_TIMEOUT_408, "The request's body stopped arriving")
                                : refuse(HttpStatus.BAD_REQUEST_400, "the body is incomplete or badly chunked"));
            }
            size += chunk.remaining();
            if (kept != null && size <= settings.largestBody().toBytes()) {
                keep(BufferUtil.toArray(chunk.getByteBuffer()), kept);
            }
            chunk.release();
            if (chunk.isLast()) {
                return tooLarge() || handled();
            }
            if (size > mostRead()) {
                return tooLarge();
            }
            return System.nanoTime() - deadline > 0 && (tooLarge() || late());
        }

        private void keep(byte[] bytes, ByteArrayOutputStream beginning) {
            if (isBudgeted && !budget.take(bytes.length)) {
                isOverBudget = true;
                kept = null;
                return;
            }
            budgeted += isBudgeted ? bytes.length : 0;
            beginning.writeBytes(bytes);
        }

        /**
         * A client that gets its response in the middle of its body may keep sending. The connection then closes, and the response is
         * lost. So even a body that is too large is read to its end, up to this bound.
         */
        private long mostRead() {
            return Math.max(settings.largestBody().toBytes(), MOST_DISCARDED);
        }

        private boolean handled() throws Exception {
            if (isOverBudget) {
                HttpRules.writeError(
                        request,
                        response,
                        callback,
                        new OverloadedException(
                                "The bodies of requests without a token take " + BodyBudget.BYTES + " bytes already"));
                return true;
            }
            if (kept != null) {
                request.setAttribute(RequestAttributes.BODY, kept.toByteArray());
            }
            return handleReceived(request, response, callback) || refuse(HttpStatus.NOT_FOUND_404, "Not Found");
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
