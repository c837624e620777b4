package atelier.http;

import atelier.cli.OperatorException;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/** The addresses and ports on which the service will listen. */
public final class ListenAddresses {
    private ListenAddresses() {}

    /**
     * Checks that this machine has the addresses, and that the two ports differ. Whether another process uses a port is not checked.
     *
     * @throws OperatorException naming the variable
     */
    public static void requireUsable(Configuration configuration) {
        if (!(configuration.getServerFactory() instanceof DefaultServerFactory server)) {
            return;
        }
        List<HttpConnectorFactory> api = connectors(server.getApplicationConnectors());
        List<HttpConnectorFactory> admin = connectors(server.getAdminConnectors());
        api.forEach(connector -> requireAddress("HTTP_HOST", connector));
        admin.forEach(connector -> requireAddress("ADMIN_HOST", connector));
        for (HttpConnectorFactory connector : api) {
            if (connector.getPort() != 0
                    && admin.stream()
                            .anyMatch(other -> other.getPort() == connector.getPort() && overlap(other, connector))) {
                throw new OperatorException(
                        "HTTP_PORT and ADMIN_PORT must differ, but are both " + connector.getPort() + ".");
            }
        }
    }

    private static List<HttpConnectorFactory> connectors(List<ConnectorFactory> factories) {
        return factories.stream()
                .filter(HttpConnectorFactory.class::isInstance)
                .map(HttpConnectorFactory.class::cast)
                .toList();
    }

    private static void requireAddress(String variable, HttpConnectorFactory connector) {
        String host = connector.getBindHost();
        if (host == null) {
            return;
        }
        String given = variable + " is " + host + ", but ";
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            socket.getLocalPort();
        } catch (UnknownHostException e) {
            throw new OperatorException(
                    given + "the host is unknown; set " + variable + " to an address of this machine.", e);
        } catch (IOException e) {
            throw new OperatorException(
                    given + "this machine does not have the address; set " + variable
                            + " to an address of this machine.",
                    e);
        }
    }

    private static boolean overlap(HttpConnectorFactory one, HttpConnectorFactory other) {
        return isEvery(one)
                || isEvery(other)
                || String.valueOf(one.getBindHost()).equals(other.getBindHost());
    }

    private static boolean isEvery(HttpConnectorFactory connector) {
        String host = connector.getBindHost();
        return host == null || host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    }
}
