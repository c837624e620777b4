package atelier.operations.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.serve.Parameter;
import atelier.serve.ReadRoute;
import atelier.testing.RecordedLog;
import atelier.testing.RunningService.Service;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.util.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls start first.
class WarmUpTrafficTest {
    private static Service service;

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("products.largestPageSize", "3"),
                ConfigOverride.config("products.defaultPageSize", "2"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void requestsPagesWithinTheLargestPageSize() {
        assertLogs(Level.INFO, service.readRoutes()).startsWith("Warm after 200 requests");
    }

    @Test
    void aFailureIsLoggedWithTheRequestThatFailed() {
        ReadRoute missing =
                ReadRoute.list("id", "/nothing", Parameter.count(5, 5), values -> new CompletableFuture<>());

        assertLogs(Level.WARN, List.of(missing))
                .startsWith("The warm-up failed after 0 requests")
                .contains("first responses will be slow", "GET /nothing?page=1&count=5 returned HTTP/1.1 404");
    }

    @Test
    void aFailureAmongTheRequestsIsLogged() {
        ReadRoute list = service.readRoutes().stream()
                .filter(route -> route.listed() != null)
                .findFirst()
                .orElseThrow();
        ReadRoute missing = ReadRoute.of(
                "/products/{product_id}/nothing",
                List.of(Parameter.id("product_id")),
                values -> new CompletableFuture<>());

        assertLogs(Level.WARN, List.of(list, missing))
                .containsPattern("GET /products/\\d+/nothing returned HTTP/1.1 404");
    }

    /** A node without a primary, for example, must be warm for what it can serve. */
    @Test
    void otherRoutesBecomeWarmAfterAFailure() {
        List<ReadRoute> routes = new ArrayList<>(service.readRoutes());
        routes.add(ReadRoute.of(
                "/nothing/{nothing_id}", List.of(Parameter.id("nothing_id")), values -> new CompletableFuture<>()));

        assertLogs(Level.WARN, routes)
                .containsPattern("^\\d+ of 200 requests of the warm-up failed\\.")
                .containsPattern("GET /nothing/\\d+ returned HTTP/1.1 404");
    }

    /** Runs a warm-up, and returns the only line that it logs. */
    private static AbstractStringAssert<?> assertLogs(Level level, List<ReadRoute> routes) {
        try (RecordedLog log = new RecordedLog(WarmUpTraffic.class.getName())) {
            new WarmUpTraffic(service.port(), new WarmUpSettings(200, Duration.minutes(1)), routes).run();
            return assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.getLevel()).isEqualTo(level))
                    .extracting(ILoggingEvent::getFormattedMessage, InstanceOfAssertFactories.STRING);
        }
    }
}
