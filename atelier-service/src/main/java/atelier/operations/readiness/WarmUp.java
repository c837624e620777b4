package atelier.operations.readiness;

import atelier.serve.ReadRoute;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Lets a node handle its own requests before it takes others: the first requests of a new JVM take many times as long as later ones.
 *
 * <p>nginx sends requests to every node that accepts connections. So the API's connectors first start on an unknown port of the loopback
 * address, serve the warm-up there through all handlers, and then start on their own ports.
 */
public final class WarmUp implements LifeCycle.Listener {
    private final WarmUpSettings settings;
    private final List<ReadRoute> routes;

    public WarmUp(WarmUpSettings settings, List<ReadRoute> routes) {
        this.settings = settings;
        this.routes = routes;
    }

    /** @throws IllegalStateException if the loopback address has no free port */
    @Override
    public void lifeCycleStarting(LifeCycle server) {
        for (ServerConnector connector : connectors(server)) {
            try {
                // Dropwizard has just opened it, which shows that its port is free.
                connector.close();
                ServerSocketChannel unknown = ServerSocketChannel.open();
                unknown.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                connector.open(unknown);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @throws IllegalStateException if a connector cannot start on its own port */
    @Override
    public void lifeCycleStarted(LifeCycle server) {
        for (ServerConnector connector : connectors(server)) {
            new WarmUpTraffic(connector.getLocalPort(), settings, routes).run();
            try {
                connector.stop();
                connector.start();
            } catch (Exception e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    /** Returns the connectors of the API; none if the warm-up is off. */
    private List<ServerConnector> connectors(LifeCycle server) {
        if (settings.requests() == 0) {
            return List.of();
        }
        return Stream.of(((Server) server).getConnectors())
                .filter(connector -> "application".equals(connector.getName()))
                .map(ServerConnector.class::cast)
                .toList();
    }
}
