package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartsTest {
    @Test
    void programsAreComparedWithTheFirst() {
        Starts bare = starts("bare", 1_500, 2_000, 9_000);
        Starts service = starts("service", 2_300, 500, 1_000);

        assertThat(bare.seconds()).isEqualTo(1.6);
        assertThat(StartTiming.table(List.of(bare, service)).rows().get(1))
                .containsExactly("service", "2.40", "1.50", "NaN", "500.17", "500", "0.25", "OK");
    }

    @Test
    void aWrongResponseIsAFinding() {
        Starts starts = starts("service", 2_000, 100, 100);
        Responses wrong = new Responses();
        wrong.add(1_000);
        wrong.addError("503 instead of 200");

        starts.add(Duration.ofSeconds(2), wrong);

        assertThat(starts.errors())
                .singleElement()
                .satisfies(finding -> assertThat(finding.grade()).isEqualTo(Grade.MISSED));
    }

    /** Three starts: one of this duration, one that takes 0.1 s longer, one that takes much longer. */
    private static Starts starts(String name, long milliseconds, long latency, long slowestLatency) {
        Starts starts = new Starts(
                name,
                () -> {
                    throw new IOException("it is not started");
                },
                () -> () -> Request.of("/"));
        starts.add(Duration.ofMillis(milliseconds), responses(latency));
        starts.add(Duration.ofMillis(milliseconds + 100), responses(latency));
        starts.add(Duration.ofMillis(10 * milliseconds), responses(slowestLatency));
        return starts;
    }

    private static Responses responses(long milliseconds) {
        Responses responses = new Responses();
        responses.add(milliseconds * 1_000_000);
        return responses;
    }
}
