package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WakeUpTest {
    @Test
    void aWakeUpIsHalfOfARoundTripBetweenTwoProcessors() throws IOException {
        WakeUp cheap = WakeUp.of("across: 5.80 4.00\none: 2.10 2.00\n");

        assertThat(cheap.isCheap()).isTrue();
        assertThat(cheap.fact())
                .isEqualTo("a wake-up takes 2.9 µs: half a round trip between two processors, which takes 5.8 µs"
                        + " (4.0 of CPU time), on one processor 2.1 µs");
        assertThat(WakeUp.of("across: 50.00 48.00\none: 2.10 2.00\n").isCheap()).isFalse();
        assertThatThrownBy(() -> WakeUp.of("cat has ended")).isInstanceOf(IOException.class);
    }

    @Test
    void withoutAMeasurementNoWakeUpIsCheapAndTheReasonIsPrinted() throws InterruptedException {
        WakeUp unknown = WakeUp.measure(() -> {
            throw new IOException("It ended with status 127. The end of ping-pong.log:\ntaskset: command not found\n");
        });

        assertThat(unknown.isCheap()).isFalse();
        assertThat(unknown.fact())
                .isEqualTo("the cost of a wake-up could not be measured with taskset: It ended with status 127. "
                        + "The end of ping-pong.log: taskset: command not found");
        assertThat(WakeUp.measure(() -> "no figures").fact()).endsWith("PingPong printed no figures");
    }

    @Test
    void theFirstAndTheLastProcessorAreTheEndsOfTheList() {
        assertThat(WakeUp.processors("0-3,8")).containsExactly("0", "3", "8");
        assertThat(WakeUp.processors("5")).containsExactly("5");
    }
}
