package atelier.http;

import atelier.operations.admin.AdminHeaders;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Gives the errors that Jetty finds before Jersey sees a request (a header too large, a broken URL) the one shape. */
final class JsonErrorHandler extends ErrorHandler {
    /** What Dropwizard calls the connectors of the admin port. */
    private static final String ADMIN = "admin";

    /** The attribute of a request that holds the cause of a fault of which Jetty is told nothing. */
    static final String CAUSE = "atelier.cause";

    private final ObjectMapper json;
    private final HttpRules contract;

    JsonErrorHandler(ObjectMapper json, HttpRules contract) {
        this.json = json;
        this.contract = contract;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback)
            throws IOException {
        // Jetty's 501 and 505 are for requests that it cannot read: the fault is the client's, and 5xx means ours.
        int status = code == HttpStatus.NOT_IMPLEMENTED_501 || code == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                ? HttpStatus.BAD_REQUEST_400
                : code;
        String explanation;
        if (HttpStatus.isServerError(status)) {
            Fault fault = Fault.of(cause == null ? (Throwable) request.getAttribute(CAUSE) : cause);
            status = fault.status();
            explanation = fault.log(RequestId.of(request));
            if (status == Fault.UNAVAILABLE) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, Fault.RETRY_AFTER_SECONDS);
            }
        } else {
            explanation = explain(request, status, String.valueOf(message));
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        // No filter has seen what Jetty itself refuses, and without these a browser hides the reason from the frontend.
        if (ADMIN.equals(request.getConnectionMetaData().getConnector().getName())) {
            AdminHeaders.addTo(response.getHeaders());
        } else {
            contract.addTo(request.getHeaders(), response.getHeaders());
            RequestId.addTo(response.getHeaders(), request);
        }
        byte[] body = json.writeValueAsBytes(new ErrorBody(status, explanation));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        // Jetty drops the body of an answer to HEAD itself, but not where it could not read the whole request.
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, ByteBuffer.wrap(isHead ? new byte[0] : body), callback);
    }

    private static String explain(Request request, int status, String reason) {
        String path = WholeNumbers.shorten(Request.unWrap(request).getHttpURI().getPathQuery());
        int headerSize = request.getConnectionMetaData().getHttpConfiguration().getRequestHeaderSize();
        return switch (status) {
            case 400 -> "This is not a valid HTTP/1.1 request: " + reason;
            case 404 -> "There is nothing at " + path;
            case 405 -> request.getMethod() + " is not possible on " + path;
            case 414 -> "The URL is longer than " + headerSize + " bytes";
            case 417 -> "Expect can only be 100-continue";
            case 426 -> "The protocol here is HTTP/1.1";
            case 431 -> "The request line and headers are longer than " + headerSize + " bytes";
            default -> reason;
        };
    }
}
