package atelier.operations.readiness;

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
 * Lets a node answer its own requests before it answers those of others: the first of a new JVM take many times as long as later
 * ones.
 *
 * <p>nginx sends requests to whoever accepts a connection. So the API's connectors start on a port of the loopback address that
 * nobody knows, are asked there through everything that a request passes, and then start where they belong.
 */
public final class WarmUp implements LifeCycle.Listener {
    private final WarmUpSettings settings;

    public WarmUp(WarmUpSettings settings) {
        this.settings = settings;
    }

    /** @throws IllegalStateException if the loopback address has no port to spare */
    @Override
    public void lifeCycleStarting(LifeCycle server) {
        for (ServerConnector connector : connectors(server)) {
            try {
                // Dropwizard has opened it just now, which has shown at least that its port is free.
                connector.close();
                ServerSocketChannel unknown = ServerSocketChannel.open();
                unknown.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                connector.open(unknown);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @throws IllegalStateException if a connector cannot start where it belongs */
    @Override
    public void lifeCycleStarted(LifeCycle server) {
        for (ServerConnector connector : connectors(server)) {
            new WarmUpTraffic(connector.getLocalPort(), settings).run();
            try {
                connector.stop();
                connector.start();
            } catch (Exception e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    /** The connectors of the API; none if there is nothing to do. */
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
