package atelier.operations.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedAddressesTest {
    private final Server server = new Server();

    @ParameterizedTest
    @CsvSource({
        ", localhost",
        "0.0.0.0, localhost",
        "127.0.0.1, localhost",
        "127.0.0.2, 127.0.0.2",
        "'[::1]', '[::1]'",
        "::1, '[::1]'"
    })
    void lineHasTheAddressesThatABrowserCanOpen(@Nullable String host, String shown) throws Exception {
        try (ServerConnector api = new ServerConnector(server);
                ServerConnector admin = new ServerConnector(server)) {
            open(api, "application", host);
            open(admin, "admin", "127.0.0.1");

            assertThat(new ServedAddresses(List.of("shop /shop", "docs /docs")).line(server))
                    .isEqualTo("Serving http://" + shown + ":" + api.getLocalPort()
                            + " (shop /shop, docs /docs), admin http://localhost:" + admin.getLocalPort());
        }
    }

    @Test
    void tlsIsHttps() throws Exception {
        SslConnectionFactory tls = new SslConnectionFactory(new SslContextFactory.Server(), "http/1.1");
        try (ServerConnector api = new ServerConnector(server, tls, new HttpConnectionFactory())) {
            open(api, "application", "127.0.0.1");

            assertThat(new ServedAddresses(List.of("docs /docs")).line(server))
                    .isEqualTo("Serving https://localhost:" + api.getLocalPort() + " (docs /docs)");
        }
    }

    private void open(ServerConnector connector, String name, @Nullable String host) throws Exception {
        connector.setName(name);
        connector.setHost(host);
        server.addConnector(connector);
        connector.open();
    }
}
