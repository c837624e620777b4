package atelier.write;

import atelier.http.RequestAttributes;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Marks requests that have a valid token, before their bodies arrive. Bodies of other requests are never kept in memory: 10,000
 * connections without a token could otherwise fill the heap.
 */
final class WriterHandler extends Handler.Wrapper {
    private final TokenGate gate;

    WriterHandler(TokenGate gate) {
        this.gate = gate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        gate.owner(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .ifPresent(owner -> request.setAttribute(RequestAttributes.WRITER, owner));
        return super.handle(request, response, callback);
    }
}
