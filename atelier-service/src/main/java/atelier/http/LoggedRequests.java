package atelier.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts the request's id into the log lines of servlets, Jersey and resources. Reads on the fast path do not come here. */
final class LoggedRequests extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return RequestId.inLog(RequestId.of(request), () -> super.handle(request, response, callback));
    }
}
