package atelier.change;

import atelier.http.HttpContract;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds out who would change something before its body is taken in, so that nobody's is kept but of those who may. */
final class GateHandler extends Handler.Wrapper {
    private static final Set<String> METHODS = Set.of("PATCH", "PUT", "POST", "DELETE");
    private static final byte[] NOTHING = {};

    private final Gate gate;

    GateHandler(Gate gate) {
        this.gate = gate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (METHODS.contains(request.getMethod())) {
            Admission admission = gate.judge(
                    Request.getRemoteAddr(request), request.getHeaders().get(HttpHeader.AUTHORIZATION));
            request.setAttribute(HttpContract.CHANGE, admission);
            if (admission.isGranted()) {
                request.setAttribute(HttpContract.BODY, NOTHING);
            }
        }
        return super.handle(request, response, callback);
    }
}
