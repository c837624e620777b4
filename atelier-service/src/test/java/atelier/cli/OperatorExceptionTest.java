package atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.carrotsearch.hppc.BufferAllocationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(shown(new SocketException("Connection reset"))).isEmpty();
        assertThat(shown(new IllegalStateException(new SQLException("syntax error at or near", "42601"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Address already in use           | the port is in use; choose another by HTTP_PORT or ADMIN_PORT
            Permission denied                | this user may not open the port; choose one above 1023 by HTTP_PORT or ADMIN_PORT
            Cannot assign requested address  | this machine does not have the address; set HTTP_HOST or ADMIN_HOST to an address of this machine
            Unresolved address               | the host is unknown; set HTTP_HOST or ADMIN_HOST to an address of this machine
            Die Adresse wird schon verwendet | Die Adresse wird schon verwendet; choose others by HTTP_HOST, HTTP_PORT, ADMIN_HOST or ADMIN_PORT
            """)
    void portThatCannotBeOpenedHasItsReason(String words, String shown) {
        IOException failure = new IOException("Failed to bind to /192.0.2.1:80", new SocketException(words));

        assertThat(shown(new RuntimeException(failure)))
                .isEqualToIgnoringNewLines("atelier: Failed to bind to /192.0.2.1:80: " + shown);
    }

    @Test
    void unknownHostHasItsReason() {
        IOException failure = new IOException("Failed to bind to nowhere:80", new UnresolvedAddressException());

        assertThat(shown(failure)).contains("Failed to bind to nowhere:80: the host is unknown; set HTTP_HOST");
    }

    @Test
    void refusalOfTheDatabaseIsOneLine() {
        SQLException refusal = new SQLException("ERROR: permission denied for database shop\n  Detail: none", "42501");

        assertThat(shown(new IllegalStateException("Migration failed\nfor a reason", refusal)))
                .isEqualToIgnoringNewLines("atelier: The database says: ERROR: permission denied for database shop;"
                        + " Detail: none. docs/running.md lists the rights that the user needs.");
    }

    @Test
    void proxyThatRefusesAParameterIsNamedWithItsSetting() {
        SQLException refusal = new SQLException("FATAL: unsupported startup parameter: options", "08P01");

        assertThat(shown(new IllegalStateException(refusal)))
                .contains(
                        "unsupported startup parameter: options",
                        "ignore_startup_parameters = extra_float_digits,options");
    }

    @Test
    void pathThatThisLocaleCannotReadNamesTheLocale() {
        InvalidPathException failure = new InvalidPathException("/tmp/\uFFFD", "Malformed input");

        assertThat(shown(new OperatorException("The import failed", failure)))
                .contains("The path \"/tmp/", "cannot be used: Malformed input.", "set LC_ALL=C.UTF-8");
    }

    private static String shown(Throwable failure) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        boolean isShown = OperatorException.show(failure, new PrintStream(screen, true, StandardCharsets.UTF_8));
        assertThat(isShown).isEqualTo(screen.size() > 0);
        return screen.toString(StandardCharsets.UTF_8);
    }
}
