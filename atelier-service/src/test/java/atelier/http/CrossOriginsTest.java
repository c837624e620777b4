package atelier.http;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.InvalidSettingException;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service with a list of allowed origins. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
class CrossOriginsTest {
    private static final String SHOP = "https://shop.example";
    private static final String LOCAL = "http://localhost:3000";
    private static final String STRANGER = "https://stranger.example";

    private static Service service;

    @BeforeAll
    static void start() {
        service = new Service(ConfigOverride.config("http.origins", SHOP + ", " + LOCAL));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /products/1",
                "GET /products/1/",
                "HEAD /products/1/styles",
                "GET /products?count=2",
                "GET /products/999",
                "GET /products/abc",
                "GET /docs",
                "GET /nowhere",
                "POST /products"
            })
    void onlyListedOriginsAreNamedInResponses(String line) {
        // Two rounds, so that the second one hits the cache.
        for (int round = 0; round < 2; round++) {
            for (String origin : List.of(SHOP, LOCAL)) {
                RawResponse response = ask(line, "Origin: " + origin);
                assertThat(response.header("access-control-allow-origin")).isEqualTo(origin);
                assertThat(response.header("access-control-expose-headers")).contains("Link", "X-Total-Count", "ETag");
                assertThat(response.header("vary")).startsWith("Origin");
            }
            for (String header :
                    List.of("Origin: " + STRANGER, "Origin: null", "Origin: http://localhost:30001", "X-None: x")) {
                RawResponse response = ask(line, header);
                assertThat(response.header("access-control-allow-origin")).isNull();
                assertThat(response.header("access-control-expose-headers")).isNull();
                assertThat(response.header("vary")).startsWith("Origin");
            }
        }
    }

    @Test
    void bodyIsTheSameForAllOrigins() {
        RawResponse shop = ask("GET /products/1", "Origin: " + SHOP);
        RawResponse stranger = ask("GET /products/1", "Origin: " + STRANGER);

        assertThat(shop.header("etag")).isEqualTo(stranger.header("etag"));
        assertThat(shop.body()).isEqualTo(stranger.body());
        assertThat(shop.header("vary")).isEqualTo("Origin, Accept-Encoding");
        RawResponse known = ask("GET /products/1", "Origin: " + LOCAL, "If-None-Match: " + shop.header("etag"));
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("access-control-allow-origin")).isEqualTo(LOCAL);
    }

    @Test
    void responsesThatJettyRejectsAreReadableToo() {
        RawResponse response = ask("GET /products/1", "Origin: " + SHOP, "Expect: wonders");

        assertThat(response.status()).isEqualTo(417);
        assertThat(response.header("access-control-allow-origin")).isEqualTo(SHOP);
    }

    @Test
    void preflightAllowsOnlyListedOrigins() {
        RawResponse listed = ask("OPTIONS /products/1", "Origin: " + SHOP, "Access-Control-Request-Method: GET");
        RawResponse other = ask("OPTIONS /products/1", "Origin: " + STRANGER, "Access-Control-Request-Method: GET");

        assertThat(listed.status()).isEqualTo(204);
        assertThat(listed.headers())
                .containsEntry("access-control-allow-origin", SHOP)
                .containsEntry("access-control-allow-methods", "GET, HEAD, OPTIONS")
                .containsEntry("access-control-max-age", "86400");
        assertThat(other.status()).isEqualTo(204);
        assertThat(other.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example",
                "https://shop.example/",
                "https://Shop.example",
                "https://shop.example:443",
                "http://shop.example:80",
                "https://*.shop.example",
                "null",
                "",
                "https://shop.example https://other.example",
                "*,https://shop.example"
            })
    void invalidOriginIsRejectedByName(String setting) {
        assertThatThrownBy(() -> CrossOrigins.of("https://good.example," + setting))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("must be * or origins")
                .hasMessageContaining("\"" + setting.replaceFirst(",.*", "") + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.example:8443", "http://[::1]:3000", "capacitor://localhost", "http://127.0.0.1"})
    void everyOriginThatBrowsersSendIsValid(String origin) {
        assertThat(CrossOrigins.of(origin).allows(origin)).isTrue();
        assertThat(CrossOrigins.of(origin).allows("https://else.example")).isFalse();
    }

    @Test
    @FullTier("a start; this class has the rules")
    void invalidSettingStopsTheStartAndIsNamed() {
        try (Program program =
                Program.start(Map.of("CORS_ORIGINS", SHOP + ",shop.example"), "check", "../config.yml")) {
            assertThat(program.awaitExit()).isNotZero();
            assertThat(program.output())
                    .contains("atelier: CORS_ORIGINS must be * or origins")
                    .contains("but has \"shop.example\"")
                    .doesNotContain("\tat ");
        }
    }

    private static RawResponse ask(String line, String... headers) {
        return RawConnection.ask(service.port(), request(line, headers));
    }
}
