package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atelier.perf.simulation.RunOfGatling.Ended;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOfGatlingTest {
    @TempDir
    Path reports;

    @Test
    void runThatCouldNotBeginFailsTheTestWithWhatItPrinted() {
        Ended run = new Ended(1, List.of("there is no atelier-service.jar; build it"), reports);

        for (ThrowingCallable use : List.<ThrowingCallable>of(run::result, run::assumePunctual, run::hasOwnFiles)) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(use)
                    .withMessageContaining("there is no atelier-service.jar; build it");
        }
    }
}
