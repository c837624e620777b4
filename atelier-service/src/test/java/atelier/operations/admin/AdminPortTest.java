package atelier.operations.admin;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which hosts reach the admin pages, and what a foreign web page in an operator's browser can do there. */
@ExtendWith(RunningService.class)
final class AdminPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.0.0.1", "fe80::1", "169.254.169.254", "8.8.8.8"})
    void refusesAnAddressThatOtherMachinesReach(String host) {
        assertThatThrownBy(() -> guard(host, false))
                .isInstanceOf(OperatorException.class)
                .hasMessage("ADMIN_HOST is " + host + ", where others could reach the admin pages, which have no login."
                        + " Set it to 127.0.0.1, or set ADMIN_EXPOSED=true if only operators can reach that address.");
        assertThatCode(() -> guard(host, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"})
    void acceptsAnAddressOfThisMachine(String host) {
        assertThatCode(() -> guard(host, false)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnUnknownName() {
        assertThatThrownBy(() -> guard("no.such.host.invalid", false))
                .hasMessageStartingWith("ADMIN_HOST is no.such.host.invalid, which is neither");
    }

    @Test
    void refusesAllAddressesAndTheApisPort() {
        assertThatThrownBy(() -> guard(null, false)).hasMessageStartingWith("ADMIN_HOST is every address, where");
        Configuration simple = new Configuration();
        simple.setServerFactory(new SimpleServerFactory());
        assertThatThrownBy(() -> AdminPort.guard(new AdminSettings(false), simple, new Environment("test")))
                .hasMessageContaining("server.type");
    }

    private static void guard(@Nullable String host, boolean exposed) {
        HttpConnectorFactory connector = new HttpConnectorFactory();
        connector.setBindHost(host);
        DefaultServerFactory server = new DefaultServerFactory();
        server.setAdminConnectors(List.of(connector));
        Configuration configuration = new Configuration();
        configuration.setServerFactory(server);
        AdminPort.guard(new AdminSettings(exposed), configuration, new Environment("test"));
    }

    @Test
    @FullTier("a start; this class has the rules")
    void aRefusedStartPrintsOneLineAndTouchesNoDatabase(@TempDir Path folder) {
        Map<String, String> environment = Map.of(
                "ADMIN_HOST", "0.0.0.0", "ATELIER_DATA", folder.resolve("data").toString());

        try (Program program = Program.start(environment, "server", "../config.yml")) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("atelier: ADMIN_HOST is 0.0.0.0, where")
                    .contains("ADMIN_EXPOSED=true")
                    .doesNotContain("\tat ");
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "GET, /metrics, 200",
        "GET, /prometheus, 200",
        "GET, /threads, 200",
        "GET, /healthcheck, 200",
        "GET, /tasks, 200",
        "GET, /none, 404",
        "GET, /..%2fmetrics, 400",
        "GET, /%2e%2e/metrics, 400",
        "GET, /../metrics, 400",
        "GET, //metrics, 404",
        "GET, /metrics;x=y, 200",
        "GET, /%c0%ae%c0%ae/metrics, 400",
        "GET, /..%5cmetrics, 400",
        "GET, /metrics%00, 400",
        "TRACE, /metrics, 405",
        "TRACE, /, 405",
        "PUT, /metrics, 405",
        "DELETE, /, 405"
    })
    void everyResponseHasTheSecurityHeaders(String method, String path, int status, Service service) {
        RawResponse response = ask(service, request(method + " " + path, "X-Secret: echo"));

        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .hasEntrySatisfying(
                        "content-security-policy",
                        policy -> assertThat(policy)
                                .startsWith("default-src 'none';")
                                .contains("frame-ancestors 'none'"))
                .hasEntrySatisfying(
                        "cache-control", caching -> assertThat(caching).contains("no-"))
                .doesNotContainKeys("access-control-allow-origin", "server", "x-powered-by");
        assertThat(response.body()).doesNotContain("X-Secret");
        if (status >= 400) {
            assertThat(response.body()).startsWith("{\"code\":" + status + ",\"message\":\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8081", "127.0.0.1.evil.example", "localhost.evil.example"})
    void unknownHostNamesReturn403(String name, Service service) {
        for (String path : List.of("/metrics", "/threads", "/prometheus", "/")) {
            RawResponse response = ask(service, "GET " + path + " HTTP/1.1\r\nHost: " + name + "\r\n\r\n");

            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body()).contains("\"code\":403").contains("ADMIN_EXPOSED=true allows every name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9", "127.0.0.1", "[::1]:8081", "10.1.2.3:8081"})
    void localhostAndAddressesReturn200(String name, Service service) {
        RawResponse response = ask(service, "GET /ping HTTP/1.1\r\nHost: " + name + "\r\n\r\n");

        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost:3000", "https://localhost", "null", ""})
    void postsOfOtherOriginsReturn403(String origin, Service service) {
        for (String task : List.of("gc", "log-level?logger=atelier&level=TRACE", "none")) {
            RawResponse response =
                    ask(service, request("POST /tasks/" + task, "Origin: " + origin, "Content-Length: 0"));

            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body()).contains("must not change anything here");
            assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void programsAndOwnPagesMayRunTasks(Service service) {
        assertThat(ask(service, request("POST /tasks/gc", "Content-Length: 0")).status())
                .isEqualTo(200);
        assertThat(ask(service, request("POST /tasks/gc", "Origin: http://localhost", "Content-Length: 0"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        // An image, a script, a fetch without CORS, a frame: of another site, or of another port of this machine.
        "GET, cross-site, no-cors, image, 403",
        "GET, cross-site, no-cors, script, 403",
        "GET, cross-site, no-cors, empty, 403",
        "GET, same-site, cors, empty, 403",
        "GET, same-site, no-cors, image, 403",
        "GET, cross-site, navigate, iframe, 403",
        "GET, cross-site, navigate, '', 403",
        "HEAD, cross-site, no-cors, empty, 403",
        "HEAD, cross-site, navigate, document, 403",
        "POST, cross-site, navigate, document, 403",
        // A followed link, a typed address, and the dashboard's own requests.
        "GET, cross-site, navigate, document, 200",
        "GET, same-site, navigate, document, 200",
        "GET, none, navigate, document, 200",
        "GET, same-origin, cors, empty, 200",
        "GET, same-origin, no-cors, image, 200",
        "GET, same-origin, navigate, iframe, 200"
    })
    void aPageOfAnotherSiteMayLinkHereAndLoadNothing(
            String method, String site, String mode, String destination, int status, Service service) {
        for (String path : List.of("/metrics", "/threads", "/ping")) {
            RawResponse response = ask(
                    service,
                    request(
                            method + " " + path,
                            "Sec-Fetch-Site: " + site,
                            "Sec-Fetch-Mode: " + mode,
                            "Sec-Fetch-Dest: " + destination));

            assertThat(response.status()).as(path).isEqualTo(status);
            if (status == 403 && !method.equals("HEAD")) {
                assertThat(response.body())
                        .isEqualTo("{\"code\":403,\"message\":\"Pages of other sites may link to this page,"
                                + " but not load it\"}");
            }
        }
    }

    private static RawResponse ask(Service service, String request) {
        return RawConnection.ask(service.adminPort(), request);
    }
}
