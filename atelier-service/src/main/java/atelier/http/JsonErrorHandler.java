package atelier.http;

import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes the errors that Jetty detects before Jersey sees a request (a header too large, a malformed URL) in the shape of all errors. */
final class JsonErrorHandler extends ErrorHandler {
    /** Dropwizard's name for the connectors of the admin port. */
    private static final String ADMIN = "admin";

    private final HttpRules rules;
    private final Consumer<HttpFields.Mutable> adminHeaders;

    JsonErrorHandler(HttpRules rules, Consumer<HttpFields.Mutable> adminHeaders) {
        this.rules = rules;
        this.adminHeaders = adminHeaders;
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
            Callback callback) {
        // Jetty's 501 and 505 mean that it could not read the request, which is the client's fault and not the
        // server's.
        int status = code == HttpStatus.NOT_IMPLEMENTED_501 || code == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                ? HttpStatus.BAD_REQUEST_400
                : code == HttpStatus.BAD_REQUEST_400 && hasOnlyEmptySegments(request) ? HttpStatus.NOT_FOUND_404 : code;
        String explanation;
        if (HttpStatus.isServerError(status)) {
            Fault fault = Fault.of(cause == null ? (Throwable) request.getAttribute(RequestAttributes.CAUSE) : cause);
            status = fault.status();
            explanation = fault.log(RequestId.of(request));
            if (status == Fault.UNAVAILABLE) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, Fault.RETRY_AFTER_SECONDS);
            }
        } else {
            explanation = explain(request, status, String.valueOf(message));
        }
        response.setStatus(status);
        // Requests that Jetty refuses pass no filter. Without these headers a browser would hide the error from the
        // page.
        if (ADMIN.equals(request.getConnectionMetaData().getConnector().getName())) {
            adminHeaders.accept(response.getHeaders());
        } else {
            rules.addTo(request.getHeaders(), response.getHeaders());
            RequestId.addTo(response.getHeaders(), request);
        }
        rules.writeError(
                response, callback, new ErrorBody(status, explanation), HttpMethod.HEAD.is(request.getMethod()));
    }

    /** An id that a page left empty makes such a path, and it is not malformed. No route has it. */
    private static boolean hasOnlyEmptySegments(Request request) {
        return Set.copyOf(request.getHttpURI().getViolations())
                .equals(Set.of(UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    }

    private static String explain(Request request, int status, String reason) {
        String path = WholeNumbers.shorten(String.valueOf(LoggedPath.of(request)));
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
