package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.cli.ReportingCommand;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream originalErr = System.err;

    @TempDir
    Path directory;

    // Dropwizard reports invalid arguments on the error stream of the process.
    @BeforeEach
    void catchErrors() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreErrors() {
        System.setErr(originalErr);
    }

    @Test
    void commandWritesTheFilesAndListsThem() throws Exception {
        Path target = directory.resolve("new/catalogue");

        boolean succeeded = run("generate", target.toString(), "--products", "25", "--seed", "9");

        assertThat(succeeded).isTrue();
        assertThat(target).isDirectoryContaining("glob:**/related.csv");
        assertThat(Files.readAllLines(target.resolve("product.csv"))).hasSize(26);
        assertThat(text(out))
                .contains("product.csv                          25 rows", "an import must reject 0 of them");
        assertThat(text(err))
                .containsPattern("Generating: [\\d,]+ rows in \\d+ s")
                .doesNotContain("\r", "\u001B");
    }

    @Test
    void commandNamesTheDirt() throws Exception {
        run("generate", directory.toString(), "--products", "100", "--dirty");

        assertThat(text(out)).contains("missing_closing_quote 1", "windows_line_ends 1");
    }

    @Test
    void existingFilesAreReportedInOneLine() throws Exception {
        Files.writeString(directory.resolve("photos.csv"), "");

        boolean succeeded = run("generate", directory.toString(), "--products", "25");

        assertThat(succeeded).isFalse();
        assertThat(text(err).lines())
                .containsExactly("atelier: " + directory
                        + " already holds photos.csv. Name another directory, or add --force to" + " replace them.");
    }

    @Test
    void forceReplacesExistingFiles() throws Exception {
        Files.writeString(directory.resolve("photos.csv"), "");

        boolean succeeded = run("generate", directory.toString(), "--products", "25", "--force");

        assertThat(succeeded).isTrue();
        assertThat(directory.resolve("photos.csv")).isNotEmptyFile();
    }

    @Test
    void catalogueWithoutProductsIsRejected() throws Exception {
        boolean succeeded = run("generate", directory.toString(), "--products", "0");

        assertThat(succeeded).isFalse();
        assertThat(text(err)).contains("--products");
        assertThat(directory).isEmptyDirectory();
    }

    private boolean run(String... arguments) throws Exception {
        GenerateApplication application = new GenerateApplication();
        application.run(arguments);
        return application.succeeded;
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private final class GenerateApplication extends Application<Configuration> {
        private boolean succeeded = true;

        @Override
        public void initialize(Bootstrap<Configuration> bootstrap) {
            PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
            bootstrap.addCommand(new ReportingCommand(new GenerateCommand(to, System.err)));
        }

        @Override
        public void run(Configuration configuration, Environment environment) {}

        @Override
        protected void onFatalError(Throwable t) {
            succeeded = false;
        }
    }
}
