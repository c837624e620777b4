package atelier.operations.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Browser;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningService.class)
class PageTest {
    @TempDir
    private Path directory;

    @Test
    void thePageShowsRequestsAndLoadsNothingFromElsewhere(Service service) {
        String origin = "http://localhost:" + service.adminPort();
        try (Browser browser = Browser.start()) {
            browser.open(origin + "/");

            Program.await("requests on the page", () -> {
                service.get("/products/1");
                return browser.evaluate("parseFloat(document.querySelector('#tiles dd')?.textContent) > 0")
                        .asBoolean();
            });

            assertThat(browser.evaluate("document.querySelectorAll('#charts canvas').length")
                            .asInt())
                    .isEqualTo(9);
            browser.awaitTrue("document.querySelector('#routes').textContent.includes('/products/{product_id}')");
            assertThat(text(browser, "#state")).isEqualTo("running");
            browser.awaitTrue("document.querySelector('#health').textContent.includes('deadlocks')");
            assertThat(text(browser, "#health")).contains("background-threads").doesNotContain("failing");
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET " + origin + "/"));
        }
    }

    @Test
    void aPhoneNeedsNoHorizontalScrolling(Service service) {
        service.get("/products/1");
        service.get("/products/1?" + "long".repeat(100));
        try (Browser browser = Browser.start()) {
            browser.show(360, 740, true);
            browser.open("http://localhost:" + service.adminPort() + "/");
            browser.awaitTrue("document.querySelector('#slowest code') !== null");

            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(360);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void textsOfClientsAreNotMarkup(Service service) throws Exception {
        String target = "/products/7654322?hint=<b/id=injected>";
        try (Browser browser = Browser.start();
                Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            // Slow enough for the list: PostgreSQL cancels the statement after two seconds.
            RawConnection.ask(service.port(), RawConnection.request("GET " + target));
            connection.rollback();

            browser.open("http://localhost:" + service.adminPort() + "/");

            browser.awaitTrue("document.querySelector('#slowest').textContent.includes('%s')".formatted(target));
            assertThat(browser.evaluate("document.getElementById('injected') === null")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void withoutJavaScriptTheLinksToTheOtherPagesWork(Service service) {
        try (Browser browser = Browser.start()) {
            browser.ask(
                    "Emulation.setScriptExecutionDisabled",
                    JsonNodeFactory.instance.objectNode().put("value", true));
            browser.open("http://localhost:" + service.adminPort() + "/");

            assertThat(text(browser, "noscript")).contains("JavaScript");
            assertThat(text(browser, "footer")).contains("Prometheus", "Health checks", "Threads");
        }
    }

    @Test
    @FullTier("a start of a second node, whose database is killed")
    void thePageShowsAFailingCheckAndADeadNode() throws Exception {
        Map<String, String> settings = Map.of("ATELIER_DATA", directory.toString(), "DEMO_PRODUCTS", "0");
        try (Browser browser = Browser.start();
                Program program =
                        Program.start(settings, "server", "../config.yml").awaitAnswer()) {
            browser.open("http://localhost:" + adminPort(program) + "/");
            browser.awaitTrue("document.querySelector('#tiles dd') !== null");
            assertThat(text(browser, "#alarm")).isEmpty();

            kill(postgres());
            browser.awaitTrue("/Health check database fails: ./.test(document.querySelector('#alarm').textContent)");

            program.kill();
            browser.awaitTrue("/^No response since ..:..:../.test(document.querySelector('#alarm').textContent)");
            assertThat(browser.evaluate("document.querySelector('#figures').matches('.stale')")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.evaluate("document.title").asText()).startsWith("✖");
            assertThat(browser.evaluate("document.querySelector('#tiles dd') !== null")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static String text(Browser browser, String selector) {
        return browser.evaluate("document.querySelector('%s').textContent".formatted(selector))
                .asText();
    }

    private static int adminPort(Program program) {
        Matcher started = Pattern.compile("Started admin@.*:(\\d+)}").matcher(program.output());
        assertThat(started.find()).as(program.output()).isTrue();
        return Integer.parseInt(started.group(1));
    }

    private ProcessHandle postgres() throws Exception {
        try (Stream<Path> files = Files.find(directory, 3, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            String pid = Files.readAllLines(files.findFirst().orElseThrow()).get(0);
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        }
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
    }
}
