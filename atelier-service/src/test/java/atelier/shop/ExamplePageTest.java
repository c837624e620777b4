package atelier.shop;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Browser;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the example frontend in a real browser, from an origin that CORS_ORIGINS lists. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
class ExamplePageTest {
    private static final String LISTED = "localhost";
    private static final String OTHER = "127.0.0.1";

    private static FileServer pages;
    private static Service service;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        pages = new FileServer(Path.of("../docs/example"));
        service = new Service(
                ConfigOverride.config("http.origins", "https://shop.example, " + pages.origin(LISTED)),
                ConfigOverride.config("products.defaultPageSize", "2"),
                ConfigOverride.config("products.largestPageSize", "2"),
                ConfigOverride.config("reviews.largestPageSize", "2"),
                ConfigOverride.config("questions.largestPageSize", "1"),
                // Without a cache every request reads the database, which a test makes unavailable.
                ConfigOverride.config("cache.size", "0B"),
                ConfigOverride.config("cache.maxAge", "0s"),
                ConfigOverride.config("cache.staleAge", "0s"),
                // A busy machine may need longer for a read. The test without a database waits for it.
                ConfigOverride.config("database.poolWait", "2s"),
                ConfigOverride.config("database.readLimit", "2s"),
                ConfigOverride.config("database.statementTimeout", "2s"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
            pages.close();
            browser.close();
        }
    }

    @Test
    void showsProductWithStylesAndRelatedProducts() {
        open(LISTED, "&product=1&token=some-token");
        browser.awaitTrue("document.querySelectorAll('#related .price').length === 2");

        assertThat(text("#product h1")).isEqualTo("Linen Apron");
        assertThat(styles()).isEqualTo("[\"Ochre\",\"Chalk & Charcoal\",\"Ochre\"]");
        assertThat(text(".styles legend")).isEqualTo("Style: Ochre");
        assertThat(text(".details .price")).isEqualTo("$140.00");
        assertThat(text(".order select")).isEqualTo("Choose a size S M M, sold out");
        assertThat(text("dl")).isEqualTo("Fabric Linen Buttons – Fabric Linen");
        assertThat(text("#related ul")).contains("Plain Beret").contains("Studio Smock");
        assertThat(text("#origin")).isEqualTo("Data of " + api());
        // A request with a token needs a preflight.
        assertThat(browser.requests()).contains("OPTIONS " + api() + "/products/1", "GET " + api() + "/products/1");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("ERR_NAME_NOT_RESOLVED"));
    }

    @Test
    void showsSelectedStyleOnSaleOrWithoutPhotosAndSizes() {
        open(LISTED, "&product=1");
        browser.awaitTrue("document.querySelectorAll('.styles input').length === 3");

        browser.evaluate("document.querySelectorAll('.styles input')[1].click()");

        assertThat(text(".details .price")).isEqualTo("$100.00 $140.00");
        assertThat(text(".order select")).isEqualTo("One Size");

        browser.evaluate("document.querySelectorAll('.styles input')[2].click()");

        assertThat(text(".details .price")).isEqualTo("$170.00");
        assertThat(text(".details")).contains("Out of stock");
        assertThat(text(".stage")).isEqualTo("No picture");
    }

    @Test
    void linksToRelatedProducts() {
        open(LISTED, "&product=1");
        browser.awaitTrue("document.querySelectorAll('#related a').length === 2");

        browser.evaluate("document.querySelector('#related a').click()");

        browser.awaitTrue("document.querySelector('#product h1')?.textContent === 'Plain Beret'");
        assertThat(text("#product")).contains("Out of stock", "$35.00", "No picture");
        assertThat(browser.evaluate("location.search").asText()).contains("product=3");
    }

    @Test
    void listsAreCompleteAlthoughTheServiceCutsPages() {
        open(LISTED, "&product=1");
        browser.awaitTrue("document.querySelectorAll('#reviews .entry').length === 4");
        browser.evaluate("document.querySelector('#reviews .entries + button').click()");
        browser.awaitTrue("document.querySelectorAll('#reviews .entry').length === 5");
        browser.awaitTrue("document.querySelectorAll('#questions .entry').length > 1");
        open(LISTED, "&page=3");
        browser.awaitTrue("document.querySelectorAll('#products .price').length === 2");

        assertThat(text("#products nav")).isEqualTo("‹ Previous Page 3 of 3 Next ›");
    }

    @Test
    void aTokenBelongsToOneApi() {
        browser.open(pages.origin(LISTED) + "/?api=http://localhost:9");
        browser.awaitTrue("document.querySelector('#products .problem') !== null");
        open(LISTED, "&product=1");

        assertThat(browser.evaluate("new Set(Object.keys(localStorage).filter(key => key.startsWith('atelier-token'))"
                                + ".map(key => localStorage[key])).size")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void showsErrorMessagesOfTheApi() {
        open(LISTED, "&product=999");
        browser.awaitTrue("document.querySelector('.problem[role]')?.textContent.startsWith('404')");
        open(LISTED, "&product=none");
        browser.awaitTrue("document.querySelector('.problem[role]')?.textContent.startsWith('400')");

        assertThat(text("#product .problem"))
                .startsWith("400: product_id must be a whole number from 1 to 2147483647, but was \"none\"");
    }

    @Test
    void retriesAfterRetryAfter() throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            open(LISTED, "&product=1");
            browser.awaitTrue("document.getElementById('live').textContent.includes('retrying in 1 s')");
            connection.rollback();
        }

        browser.awaitTrue("document.querySelector('#product h1')?.textContent === 'Linen Apron'");
        assertThat(browser.evaluate("document.querySelector('#product .problem') === null || "
                                + "document.querySelector('#product .problem').hidden")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void pageFromUnlistedOriginCannotReadResponses() {
        open(OTHER, "&product=1");
        browser.awaitTrue("document.querySelector('#product .problem')?.textContent.includes('CORS_ORIGINS')");

        assertThat(text("#product")).startsWith("Cannot reach " + api());
        assertThat(browser.complaints()).anyMatch(complaint -> complaint.contains("CORS policy"));
        assertThat(browser.evaluate("fetch('" + api()
                                + "/products/1', {headers: {Authorization: 'x'}}).then(() => 'read', () => 'refused')")
                        .asText())
                .isEqualTo("refused");
    }

    @Test
    void scriptsReadExposedHeadersAndSendConditionalRequests() {
        open(LISTED, "&product=1");
        String script = "fetch('" + api() + "/products?count=1').then(first => fetch(first.url, {cache: 'no-store',"
                + " headers: {'If-None-Match': first.headers.get('ETag'), 'Content-Type': 'application/json'}})"
                + ".then(second => [first.headers.get('X-Total-Count'), first.headers.get('Link'), second.status,"
                + " first.headers.get('ETag') === second.headers.get('ETag')].join(' ')))";

        assertThat(browser.evaluate(script).asText())
                .isEqualTo("6 <?page=1&count=1>; rel=\"first\", <?page=2&count=1>; rel=\"next\","
                        + " <?page=6&count=1>; rel=\"last\" 304 true");
    }

    @Test
    void pageFitsPhoneInDarkMode() {
        browser.show(390, 844, true);
        open(LISTED, "&product=1");
        browser.awaitTrue("document.querySelectorAll('#related li').length === 2");

        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isEqualTo(390);
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo("rgb(20, 23, 26)");
        browser.show(1440, 900, false);
    }

    private static String styles() {
        return browser.evaluate("[...document.querySelectorAll('.styles input')].map(input => input.ariaLabel)")
                .toString();
    }

    private static void open(String host, String query) {
        browser.open(pages.origin(host) + "/?api=" + api() + query);
    }

    private static String api() {
        return "http://localhost:" + service.port();
    }

    /** Returns the visible text with single spaces. */
    private static String text(String selector) {
        return browser.evaluate("document.querySelector('" + selector + "')?.innerText")
                .asText()
                .strip()
                .replaceAll("\\s+", " ");
    }
}
