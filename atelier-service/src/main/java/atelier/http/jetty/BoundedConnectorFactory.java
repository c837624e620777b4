package atelier.http.jetty;

import atelier.http.RequestId;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/** Dropwizard's HTTP connector with more bounds: {@code type: bounded-http} in config.yml. */
@JsonTypeName("bounded-http")
@SuppressWarnings("FieldMayBeFinal") // Jackson sets the fields.
final class BoundedConnectorFactory extends HttpConnectorFactory {
    private static final long SMALLEST_HEADER = DataSize.kibibytes(1).toBytes();
    private static final long LARGEST_HEADER = DataSize.mebibytes(1).toBytes();

    /** How long a request's head may take, from its first byte to its last. */
    @JsonProperty
    @NotNull
    @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
    private Duration headerTimeout = Duration.seconds(10);

    /** How long a client may stop reading its response. */
    @JsonProperty
    @NotNull
    @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
    private Duration stallTimeout = Duration.seconds(5);

    /** The largest number of open connections; further connections wait in the operating system's queue. */
    @JsonProperty
    @Min(1)
    private int maxConnections = 10_000;

    @JsonIgnore
    @AssertTrue(message = "HTTP_HEADER_SIZE must be from 1KiB to 1MiB")
    public boolean isHeaderSizeAllowed() {
        long bytes = getMaxRequestHeaderSize().toBytes();
        return bytes >= SMALLEST_HEADER && bytes <= LARGEST_HEADER;
    }

    @Override
    public Connector build(Server server, MetricRegistry metrics, String name, @Nullable ThreadPool threadPool) {
        Connector connector = super.build(server, metrics, name, threadPool);
        server.addBean(new NetworkConnectionLimit(maxConnections, connector));
        return connector;
    }

    @Override
    protected HttpConnectionFactory buildHttpConnectionFactory(HttpConfiguration configuration) {
        configuration.setIdleTimeout(stallTimeout.toMilliseconds());
        // Otherwise a header that equals an earlier one of the connection except for its case gets that one's value.
        // Tokens differ by case, and clients of a proxy share its connections.
        configuration.setHeaderCacheCaseSensitive(true);
        configuration.addCustomizer(new RequestId());
        configuration.addCustomizer(new ServedPath());
        HttpConnectionFactory factory = super.buildHttpConnectionFactory(configuration);
        // A proxy and this server must agree on where a chunk ends; otherwise a body can smuggle a request.
        HttpConfiguration taken = factory.getHttpConfiguration();
        taken.setHttpCompliance(taken.getHttpCompliance()
                .without("WHOLE_CHUNK_LINES", HttpCompliance.Violation.LF_CHUNK_TERMINATION)
                .with(
                        "ANY_HOST",
                        // An absolute target replaces the Host header (RFC 9112, 3.2.2).
                        HttpCompliance.Violation.MISMATCHED_AUTHORITY,
                        // BoundedConnection checks the host.
                        HttpCompliance.Violation.UNSAFE_HOST_HEADER));
        return new HttpConnectionFactory(factory.getHttpConfiguration()) {
            @Override
            public Connection newConnection(Connector connector, EndPoint endPoint) {
                BoundedConnection connection =
                        new BoundedConnection(getHttpConfiguration(), connector, endPoint, headerTimeout);
                return configure(connection, connector, endPoint);
            }
        };
    }
}
