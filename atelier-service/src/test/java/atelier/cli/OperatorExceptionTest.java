package atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.carrotsearch.hppc.BufferAllocationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorExceptionTest {
    @Test
    void outOfMemoryMessageNamesTheHeapAndTheRemedy() {
        // The error of an import of five million products with -Xmx256m.
        BufferAllocationException failure = new BufferAllocationException(
                "Not enough memory to allocate buffers for rehashing", new OutOfMemoryError("Java heap space"));

        assertThat(List.of(shown(failure), shown(new OperatorException("The import failed", failure))))
                .allMatch(shown -> shown.matches(
                        "atelier: The heap of \\d+ MiB is too small for this catalogue \\(Java heap space\\);"
                                + " start the command with a larger one, for example java -Xmx1g\\.\\R"));
    }

    @Test
    void unexpectedExceptionIsNotHandled() {
        assertThat(shown(new IllegalStateException("unforeseen"))).isEmpty();
    }

    private static String shown(Throwable failure) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        boolean isShown = OperatorException.show(failure, new PrintStream(screen, true, StandardCharsets.UTF_8));
        assertThat(isShown).isEqualTo(screen.size() > 0);
        return screen.toString(StandardCharsets.UTF_8);
    }
}
