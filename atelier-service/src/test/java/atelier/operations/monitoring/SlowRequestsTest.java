package atelier.operations.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.operations.monitoring.SlowRequests.SlowRequest;
import org.junit.jupiter.api.Test;

class SlowRequestsTest {
    private final SlowRequests requests = new SlowRequests();

    @Test
    void theTwentySlowestComeSlowestFirst() {
        for (int milliseconds = 1; milliseconds <= 1_000; milliseconds++) {
            requests.add(taking(milliseconds));
        }

        assertThat(requests.slowest()).hasSize(20).startsWith(taking(1_000)).endsWith(taking(981));
    }

    @Test
    void aSlowMinuteThatHasPassedHidesNothing() {
        for (int i = 0; i < 100; i++) {
            requests.add(taking(2_000));
        }
        requests.beginMinute();
        requests.add(taking(3));
        assertThat(requests.slowest()).hasSize(20).doesNotContain(taking(3));

        for (int minute = 0; minute < 14; minute++) {
            requests.beginMinute();
        }

        assertThat(requests.slowest()).containsExactly(taking(3));
    }

    private static SlowRequest taking(double milliseconds) {
        return new SlowRequest(0, milliseconds, "GET", "/products", "/products", 200, null);
    }
}
