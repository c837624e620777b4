package atelier.write.shopper;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many writes a client address may send. */
class WriteLimitTest {
    private long now;

    private AddressLimit limit(int burst, int rate) {
        return new AddressLimit(new ShopperSettings(ShopperSettings.Switch.ON, 4, burst, rate), () -> now);
    }

    @Test
    void aFormThatWritesForEachKeyPasses() {
        AddressLimit limit = limit(200, 20);

        for (int key = 0; key < 141; key++) {
            assertThat(limit.take("a")).isZero();
        }
        for (int click = 0; click < 59; click++) {
            assertThat(limit.take("a")).isZero();
        }
        assertThat(limit.take("a")).isEqualTo(1);
        assertThat(limit.take("b")).isZero();
        now += Duration.ofMillis(50).toNanos();
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(1);
    }

    @Test
    void aRateOfZeroIsNoLimit() {
        AddressLimit limit = limit(1, 0);

        for (int number = 0; number < 10_000; number++) {
            assertThat(limit.take("a")).isZero();
        }
    }

    @Test
    void furtherWritesGet429AndReadsAndOtherAddressesPass() {
        try (Service service = new Service(
                ConfigOverride.config("shoppers.burst", "3"), ConfigOverride.config("shoppers.rate", "1"))) {
            for (int number = 0; number < 3; number++) {
                assertThat(vote(service, "192.0.2.1").status()).isEqualTo(404);
            }
            RawResponse refused = voteUntilRefused(service, "192.0.2.1");
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(refused.body())
                    .isEqualTo("{\"code\":429,\"message\":\"Too many writes from one address; try again in 1 s\"}");
            // What a client adds to the header itself comes before what nginx adds.
            voteUntilRefused(service, "203.0.113.#, 192.0.2.1");
            // Some proxies add a second header.
            voteUntilRefused(service, "203.0.113.#\r\nX-Forwarded-For: 192.0.2.1");
            assertThat(vote(service, "192.0.2.2").status()).isEqualTo(404);
            assertThat(RawConnection.ask(service.port(), request("GET /products/1", "X-Forwarded-For: 192.0.2.1"))
                            .status())
                    .isEqualTo(200);
            assertThat(service.admin("/prometheus"))
                    .contains(
                            "shopper_writes_total{outcome=\"limited\",route=\"PUT /reviews/{review_id}/helpful\"} 3.0");
        }
    }

    /** A slow machine may give back a vote between two. Each vote has another number in place of #. */
    private static RawResponse voteUntilRefused(Service service, String client) {
        RawResponse response = vote(service, client.replace("#", "0"));
        for (int number = 1; number <= 100 && response.status() == 404; number++) {
            response = vote(service, client.replace("#", Integer.toString(number)));
        }
        assertThat(response.status()).isEqualTo(429);
        return response;
    }

    private static RawResponse vote(Service service, String client) {
        return RawConnection.ask(
                service.port(),
                request("PUT /reviews/999999/helpful", "X-Forwarded-For: " + client, "Content-Length: 2") + "{}");
    }
}
