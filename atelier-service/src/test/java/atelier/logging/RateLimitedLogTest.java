package atelier.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private long now;
    private final RateLimitedLog log = new RateLimitedLog(() -> now);
    private final List<Long> lines = new ArrayList<>();

    @Test
    void oneLineASecondCountsTheEventsBeforeIt() {
        for (int i = 0; i < 1_000; i++) {
            log.log(lines::add);
        }
        now += Duration.ofMillis(999).toNanos();
        log.log(lines::add);
        now += Duration.ofMillis(1).toNanos();
        log.log(lines::add);
        now += Duration.ofSeconds(5).toNanos();
        log.log(lines::add);

        assertThat(lines).containsExactly(0L, 1_000L, 0L);
    }
}
