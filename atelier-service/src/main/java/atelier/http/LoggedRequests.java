package atelier.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets each line that servlets, Jersey and resources log for a request have its id. Plain reads have been answered before. */
final class LoggedRequests extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return RequestId.inLog(RequestId.of(request), () -> super.handle(request, response, callback));
    }
}
