package atelier.operations.admin;

import atelier.cli.OperatorException;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the admin pages, which have no login, to this machine, unless the operator says otherwise. */
public final class AdminPort {
    private AdminPort() {}

    /**
     * Puts what guards the pages in place.
     *
     * @throws OperatorException if they would listen where other machines reach them, and {@code ADMIN_EXPOSED} does not allow it
     */
    public static void guard(AdminSettings settings, Configuration configuration, Environment environment) {
        Set<String> names = new HashSet<>();
        if (!settings.exposed()) {
            if (!(configuration.getServerFactory() instanceof DefaultServerFactory server)) {
                throw new OperatorException(
                        "With this server.type the admin pages, which have no login, would be on the API's"
                                + " port: leave it out of the configuration, or set ADMIN_EXPOSED=true.");
            }
            for (ConnectorFactory connector : server.getAdminConnectors()) {
                String host = connector instanceof HttpConnectorFactory http ? http.getBindHost() : null;
                requireLoopback(host);
                names.add(String.valueOf(host).toLowerCase(Locale.ROOT));
            }
        }
        environment
                .admin()
                .addFilter("admin", new AdminFilter(settings, names))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    private static void requireLoopback(@Nullable String host) {
        // Java takes no host for every address, and an empty one for this machine.
        String shown = host == null ? "every address" : host;
        try {
            if (host == null || !Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress)) {
                throw new OperatorException(
                        "ADMIN_HOST is " + shown + ", where others could reach the admin pages, which have no"
                                + " login: set it to 127.0.0.1, or set ADMIN_EXPOSED=true if only operators reach that address.");
            }
        } catch (UnknownHostException e) {
            throw new OperatorException("ADMIN_HOST is " + shown + ", which is no address and no name of one.", e);
        }
    }
}
