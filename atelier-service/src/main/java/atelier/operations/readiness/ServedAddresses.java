package atelier.operations.readiness;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the addresses of a service that is ready, as a browser on this machine would open them. */
public final class ServedAddresses implements LifeCycle.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServedAddresses.class);
    private static final String ADMIN = "admin";

    /** Addresses that a browser on this machine reaches as localhost. */
    private static final Set<String> LOCAL = Set.of("0.0.0.0", "::", "[::]", "127.0.0.1", "localhost");

    private final List<String> pages;

    /**
     * Creates a listener that must come after the {@link WarmUp}, which opens the ports.
     *
     * @param pages the pages of the API, each with its path
     */
    public ServedAddresses(List<String> pages) {
        this.pages = List.copyOf(pages);
    }

    @Override
    public void lifeCycleStarted(LifeCycle server) {
        LOGGER.info("{}", line((Server) server));
    }

    String line(Server server) {
        String admin = addresses(server, true);
        return "Serving " + addresses(server, false) + " (" + String.join(", ", pages) + ")"
                + (admin.isEmpty() ? "" : ", " + ADMIN + " " + admin);
    }

    private static String addresses(Server server, boolean ofAdmin) {
        return Stream.of(server.getConnectors())
                .filter(connector -> ADMIN.equals(connector.getName()) == ofAdmin)
                .map(ServedAddresses::address)
                .collect(Collectors.joining(" and "));
    }

    private static String address(Connector connector) {
        ServerConnector listening = (ServerConnector) connector;
        String scheme = listening.getConnectionFactory(SslConnectionFactory.class) == null ? "http" : "https";
        return scheme + "://" + host(listening.getHost()) + ":" + listening.getLocalPort();
    }

    private static String host(@Nullable String host) {
        if (host == null || LOCAL.contains(host)) {
            return "localhost";
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
