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

/** Restricts the admin pages, which have no login, to this machine, unless the operator allows more. */
public final class AdminPort {
    private AdminPort() {}

    /**
     * Installs the filter.
     *
     * @throws OperatorException if the port would listen where other machines can reach it, and {@code ADMIN_EXPOSED} is false
     */
    public static void guard(AdminSettings settings, Configuration configuration, Environment environment) {
        environment
                .admin()
                .addFilter("admin", new AdminFilter(settings, names(settings, configuration)))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    /**
     * Checks the address of the port, as {@link #guard} does.
     *
     * @throws OperatorException if other machines could reach it, and {@code ADMIN_EXPOSED} is false
     */
    public static void requireUsable(AdminSettings settings, Configuration configuration) {
        names(settings, configuration);
    }

    /** Returns the hosts by which pages may be requested, in addition to those of this machine. */
    private static Set<String> names(AdminSettings settings, Configuration configuration) {
        Set<String> names = new HashSet<>();
        if (settings.exposed()) {
            return names;
        }
        if (!(configuration.getServerFactory() instanceof DefaultServerFactory server)) {
            throw new OperatorException("This server.type puts the admin pages, which have no login, on the API's port."
                    + " Remove it from the configuration, or set ADMIN_EXPOSED=true.");
        }
        for (ConnectorFactory connector : server.getAdminConnectors()) {
            String host = connector instanceof HttpConnectorFactory http ? http.getBindHost() : null;
            requireLoopback(host);
            names.add(String.valueOf(host).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static void requireLoopback(@Nullable String host) {
        // To Java, no host means every address, and an empty host this machine.
        String shown = host == null ? "every address" : host;
        try {
            if (host == null || !Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress)) {
                throw new OperatorException(
                        "ADMIN_HOST is " + shown + ", where others could reach the admin pages, which have no login."
                                + " Set it to 127.0.0.1, or set ADMIN_EXPOSED=true if only operators can reach that address.");
            }
        } catch (UnknownHostException e) {
            throw new OperatorException(
                    "ADMIN_HOST is " + shown + ", which is neither an IP address nor a known host name.", e);
        }
    }
}
