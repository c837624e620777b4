package atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
    @TempDir
    private Path directory;

    @Test
    void requestsAndConsoleMessagesAreRecorded() throws Exception {
        Path page = Files.writeString(
                directory.resolve("page.html"),
                "<title>A page</title><img src=missing.png><script>console.error('alas'); nowhere();</script>");

        try (Browser browser = Browser.start()) {
            browser.open(page.toUri().toString());

            assertThat(browser.evaluate("document.title").asText()).isEqualTo("A page");
            assertThat(browser.requests())
                    .containsExactly(
                            "GET " + page.toUri(),
                            "GET " + directory.resolve("missing.png").toUri());
            Program.await("three complaints", () -> browser.complaints().size() == 3);
            assertThat(browser.complaints())
                    .anyMatch(complaint -> complaint.contains("alas"))
                    .anyMatch(complaint -> complaint.contains("nowhere is not defined"))
                    .anyMatch(complaint -> complaint.contains("ERR_FILE_NOT_FOUND"));
        }
    }

    @Test
    void windowHasTheRequestedSizeAndColorScheme() throws Exception {
        Path page = Files.writeString(
                directory.resolve("page.html"), "<meta name=viewport content='width=device-width'><p>Some text");

        try (Browser browser = Browser.start()) {
            browser.show(360, 700, true);
            browser.open(page.toUri().toString());

            assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(360);
            assertThat(browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
                            .asBoolean())
                    .isTrue();
        }
    }
}
