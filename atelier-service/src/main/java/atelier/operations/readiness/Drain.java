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
 * Completes the requests on open connections before a node stops.
 *
 * <p>By default Jetty responds 503 to requests on open connections from the moment it stops, and a proxy keeps many of them open. So the
 * node first accepts no more connections. An open connection closes after its next response or after a second of silence. Clients whose
 * connection is refused go to another node.
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
            LOGGER.warn("Stopping while connections are still open after {} ms", server.getStopTimeout());
        } catch (ExecutionException e) {
            LOGGER.warn("Stopping before all connections were closed: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
