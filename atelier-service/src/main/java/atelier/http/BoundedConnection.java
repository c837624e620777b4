package atelier.http;

import io.dropwizard.util.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;

/** Jetty's connection, read by an {@link ImpatientParser}. */
final class BoundedConnection extends HttpConnection {
    BoundedConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, Duration headerTimeout) {
        super(configuration, connector, endPoint);
        ((ImpatientParser) getParser()).setLimit(headerTimeout);
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
        return new ImpatientParser(super.newHttpParser(compliance), getHttpConfiguration());
    }

    @Override
    protected RequestHandler newRequestHandler() {
        return new RequestHandler() {
            @Override
            public void parsedHeader(HttpField field) {
                // There is nothing to upgrade to, but Jetty refuses the wish if a proxy dropped the Connection header.
                if (field.getHeader() != HttpHeader.UPGRADE) {
                    super.parsedHeader(field);
                }
            }
        };
    }
}
