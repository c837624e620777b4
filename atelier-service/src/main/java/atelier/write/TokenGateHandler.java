package atelier.write;

import atelier.http.HttpRules;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds out who would change something before its body is taken in, so that nobody's is kept but of those who may. */
public final class TokenGateHandler extends Handler.Wrapper {
    private static final Set<String> METHODS = Set.of("PATCH", "PUT", "POST", "DELETE");
    private static final byte[] NOTHING = {};

    private final TokenGate gate;

    public TokenGateHandler(TokenGate gate) {
        this.gate = gate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (METHODS.contains(request.getMethod())) {
            Admission admission = gate.judge(
                    Request.getRemoteAddr(request), request.getHeaders().get(HttpHeader.AUTHORIZATION));
            request.setAttribute(HttpRules.CHANGE, admission);
            if (admission.isGranted()) {
                request.setAttribute(HttpRules.BODY, NOTHING);
            }
        }
        return super.handle(request, response, callback);
    }
}
