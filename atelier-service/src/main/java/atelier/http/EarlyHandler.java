package atelier.http;

import org.eclipse.jetty.server.Request;

/**
 * Handles a request in place of the servlets, as soon as its body has arrived. The attribute {@link RequestAttributes#HANDLER} holds it.
 *
 * @param keepsBody whether the handler needs the body, which {@link RequestAttributes#BODY} then holds; it is discarded otherwise
 */
public record EarlyHandler(boolean keepsBody, Request.Handler handler) {}
