package atelier.operations.readiness;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those who are connected have their answers before a node stops.
 *
 * <p>Left to itself, Jetty answers 503 to what comes on an open connection from the moment it stops, and a proxy keeps many open. So
 * first no more connections are taken, and those that are open close after their next answer or a second of silence; whoever
 * is refused goes to another node.
 */
public final class Drain implements LifeCycle.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Drain.class);

    @Override
    public void lifeCycleStopping(LifeCycle stopping) {
        Server server = (Server) stopping;
        List<CompletableFuture<Void>> drained = Stream.of(server.getConnectors())
                .filter(connector -> "application".equals(connector.getName()))
                .map(Connector::shutdown)
                .toList();
        try {
            CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new))
                    .get(server.getStopTimeout(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.warn("Stopping with connections that are still open after {} ms", server.getStopTimeout());
        } catch (ExecutionException e) {
            LOGGER.warn("Stopping without having drained: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
