package atelier.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.testing.Browser;
import atelier.testing.FullTier;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.io.Resources;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the shop page as the service serves it, in a real browser: what shoppers read and write. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
class ShopPageTest {
    private static final String FIRST_REVIEW = "#reviews .entry:first-child";
    private static final String SHOW_ALL_RATINGS = "#reviews .toolbar button:not(.primary)";
    private static final String SHOW_ALL_QUESTIONS = "#questions .toolbar button:not(.primary)";

    private static Service service;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        service = new Service(
                // A busy machine may need longer for a read.
                ConfigOverride.config("database.poolWait", "9s"),
                ConfigOverride.config("database.readLimit", "9s"),
                ConfigOverride.config("database.statementTimeout", "9s"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
            browser.close();
        }
    }

    @BeforeEach
    void openProduct() {
        browser.show(1280, 900, false);
        open("?product=1");
    }

    @Test
    void theProductAndItsCardsHaveStars() {
        browser.awaitTrue("document.querySelectorAll('#related .rating').length === 2");

        // 5, 4, 3, 2 (which was reported), 5 and 1
        assertThat(label("#product .stars")).isEqualTo("3.3 of 5 stars");
        assertThat(text("#product .rating")).isEqualTo("6 reviews");
        assertThat(text("#reviews .mean")).isEqualTo("3.3");
        assertThat(text("#reviews .summary"))
                .contains("67% recommend it", "5 stars 2", "Fit Rather loose", "Quality Not rated yet");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("ERR_NAME_NOT_RESOLVED"));
        assertThat(browser.requests()).noneMatch(request -> request.startsWith("OPTIONS"));
    }

    @Test
    void theOrderChangesTheList() {
        assertThat(text(FIRST_REVIEW)).contains("The oldest is the most helpful.");

        choose("#reviews .toolbar select", "newest");

        browser.awaitTrue("document.querySelector('" + FIRST_REVIEW + "').innerText.includes('Naïve 大')");
        assertThat(text(FIRST_REVIEW)).contains("</script>&'", "March 5, 2021");
        // Neither a path of Windows nor a blob of another page is a picture.
        assertThat(text(FIRST_REVIEW + " .photos")).startsWith("No picture No picture");
    }

    @Test
    void moreShowsTheNextReviewsAndMovesTheFocusThere() {
        assertThat(count("#reviews .entry")).isEqualTo(4);

        click("#reviews .entries + button");

        browser.awaitTrue("document.querySelectorAll('#reviews .entry').length === 5");
        browser.awaitTrue("document.activeElement === document.querySelectorAll('#reviews .entry')[4]");
        assertThat(text("#reviews")).doesNotContain("Nobody sees this.", "Show more");
    }

    @Test
    void aRatingOfTheBreakdownFiltersTheList() {
        click("#reviews .rating-bar");

        browser.awaitTrue("document.querySelectorAll('#reviews .entry').length === 2");
        assertThat(browser.evaluate("document.querySelector('#reviews .rating-bar').ariaPressed")
                        .asText())
                .isEqualTo("true");
        assertThat(label("#reviews .entry:last-child .stars")).isEqualTo("5 of 5 stars");

        click(SHOW_ALL_RATINGS);

        browser.awaitTrue("document.querySelectorAll('#reviews .entry').length === 4");
        browser.awaitTrue("document.activeElement === document.querySelector('#reviews .entries')");
        assertThat(count("#reviews [aria-pressed=true]")).isZero();
        assertThat(browser.evaluate("document.querySelector('" + SHOW_ALL_RATINGS + "').hidden")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anAddedReviewIsShownAtOnce() {
        open("?product=5");
        click("#reviews .primary");
        browser.awaitTrue("document.getElementById('form').open");

        click("#form .primary");

        assertThat(browser.evaluate("document.querySelector('#form form').checkValidity()")
                        .asBoolean())
                .isFalse();
        assertThat(browser.requests()).doesNotContain("POST " + origin() + "/reviews");

        click("#form [name=rating][value='4']");
        click("#form [name=recommend]");
        browser.evaluate("document.querySelectorAll('#scales select').forEach(select => { select.value = 3; })");
        enter("summary", "<b id=injected>Sturdy</b>");
        enter("body", "They stand wherever I put them.");
        enter("photos", "https://pictures.atelier.example/a.jpg  https://pictures.atelier.example/b.jpg");
        enter("name", "ana");
        enter("email", "ana@shop.example");
        click("#form .primary");

        browser.awaitTrue("!document.getElementById('form').open");
        assertThat(text(FIRST_REVIEW)).contains("<b id=injected>Sturdy</b>", "They stand wherever I put them.", "ana");
        assertThat(label(FIRST_REVIEW + " .stars")).isEqualTo("4 of 5 stars");
        assertThat(count(FIRST_REVIEW + " .photos button")).isEqualTo(2);
        assertThat(count("#injected")).isZero();
        assertThat(text("#live")).contains("Your review");
        assertThat(text("#reviews .summary")).contains("4 stars 1");
        assertThat(text("#product .rating")).isEqualTo("1 review");
        assertThat(label("#product .stars")).isEqualTo("4 of 5 stars");
        assertThat(browser.evaluate("document.activeElement.textContent").asText())
                .isEqualTo("Write a review");
    }

    @Test
    void aShopperVotesOnce() {
        String votes = FIRST_REVIEW + " .actions button";
        assertThat(text(votes)).isEqualTo("Helpful (20)");

        browser.evaluate(
                "document.querySelector('%s').click(), document.querySelector('%s').click()".formatted(votes, votes));

        browser.awaitTrue("document.querySelector('%s').textContent === 'Helpful (21)'".formatted(votes));
        open("?product=1");
        assertThat(text(votes)).isEqualTo("Helpful (21)");
        assertThat(browser.evaluate("document.querySelector('%s').disabled".formatted(votes))
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aReportIsConfirmedAndHidesTheReview() {
        addReview(8, "Not for everybody", "x");
        open("?product=8");
        String second = FIRST_REVIEW + " .actions button:nth-child(2)";

        click(second);
        assertThat(text(FIRST_REVIEW + " .actions")).isEqualTo("Helpful (0) Cancel Hide it for everybody");
        click(second);
        assertThat(text(FIRST_REVIEW + " .actions")).isEqualTo("Helpful (0) Report");
        assertThat(browser.evaluate("document.activeElement.innerText").asText())
                .isEqualTo("Report");
        click(second);
        click(FIRST_REVIEW + " .actions button:last-child");

        browser.awaitTrue("document.activeElement.innerText === 'Reported.'");
        assertThat(text("#live")).isEqualTo("Thank you. Nobody sees it any more.");
        open("?product=8");
        assertThat(text("#reviews")).doesNotContain("Not for everybody").contains("No reviews yet");
    }

    @Test
    void questionsAreAskedFoundAndAnswered() {
        click("#questions .primary");
        enter("body", "Does it bleach,\\n\\nor fade?");
        enter("name", "ben");
        enter("email", "ben@shop.example");
        click("#form .primary");
        browser.awaitTrue("!document.getElementById('form').open");
        assertThat(count("#questions .entry")).isEqualTo(1);
        assertThat(text("#questions .entry")).contains("Does it bleach, or fade?", "No answers yet.");

        click(SHOW_ALL_QUESTIONS);
        browser.awaitTrue("document.querySelectorAll('#questions .entry').length > 1");
        assertThat(browser.evaluate("document.querySelector('#questions [type=search]').value")
                        .asText())
                .isEmpty();
        assertThat(browser.evaluate("document.querySelector('" + SHOW_ALL_QUESTIONS + "').hidden")
                        .asBoolean())
                .isTrue();

        search("no such words");
        browser.awaitTrue("document.getElementById('questions').innerText.includes('No question has these words.')");
        search("BLEACH");
        browser.awaitTrue("document.querySelector('#questions .entry') !== null");

        click("#questions .entry .actions button");
        assertThat(text("#form-subject")).isEqualTo("Does it bleach, or fade?");
        enter("body", "Neither.");
        enter("name", "Seller");
        enter("email", "shop@shop.example");
        click("#form .primary");
        browser.awaitTrue("!document.getElementById('form').open");
        assertThat(text("#questions .answers")).startsWith("Neither. Seller, ");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("ERR_NAME_NOT_RESOLVED"));
    }

    @Test
    void aLongTextBeginsShortAndIsShownOnRequest() {
        String lines = IntStream.rangeClosed(1, 30)
                .mapToObj(line -> "Line " + line + ".")
                .collect(Collectors.joining("\\n"));
        addReview(2, "Thirty lines", lines);
        addReview(2, "Not long", "Just a sentence. ".repeat(30));
        open("?product=2");
        choose("#reviews .toolbar select", "newest");
        browser.awaitTrue("document.querySelector('" + FIRST_REVIEW + "').innerText.includes('Not long')");
        assertThat(text(FIRST_REVIEW + " .text")).endsWith("Just a sentence.");
        String second = "#reviews .entry:nth-child(2) .text";
        assertThat(text(second)).startsWith("Line 1. Line 2.").endsWith("Line 8.… Read more");

        click(second + " button");

        assertThat(text(second)).startsWith("Line 1. Line 2.").endsWith("Line 29. Line 30.");
        assertThat(browser.evaluate("document.activeElement.className").asText())
                .isEqualTo("text");
    }

    @Test
    void theFormSaysWhichFieldsAreOptional() {
        click("#reviews .primary");
        browser.awaitTrue("document.getElementById('form').open");

        assertThat(browser.evaluate("[...document.querySelectorAll('#form label')]"
                                + ".filter(label => !label.control.required && label.control.type !== 'radio')"
                                + ".map(label => label.innerText.trim())")
                        .toString())
                .isEqualTo("[\"Headline (optional)\",\"Photos, up to five web addresses (optional)\"]");
        assertThat(browser.evaluate("[...document.querySelectorAll('#form label')]"
                                + ".some(label => label.control.required && label.innerText.includes('optional'))")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void theCartCountsAndAdds() {
        browser.awaitTrue("document.querySelector('.order select') !== null");
        String before = text("#cart-count");
        choose(".order select", "1");
        choose(".order label:nth-child(2) select", "3");

        click(".order .primary");

        browser.awaitTrue("document.getElementById('cart-count').textContent === String(" + before + " + 3)");
        browser.awaitTrue("document.getElementById('live').textContent.includes('3 × Linen Apron, Ochre, S')");
        click("#cart-button");
        browser.awaitTrue("document.querySelector('#cart .total') !== null");
        assertThat(text("#cart .item")).contains("Linen Apron", "Ochre, S", "$140.00", "× 3");
        assertThat(text("#cart .total")).isEqualTo("Total $420.00");
        press("Escape");
        browser.awaitTrue("document.activeElement.id === 'cart-button'");
    }

    @Test
    void arrowKeysMoveThroughThePictures() {
        browser.awaitTrue("document.querySelector('.thumbnails input') !== null");
        browser.evaluate("document.querySelector('.thumbnails input').focus()");

        press("ArrowDown");

        assertThat(text(".counter")).isEqualTo("2 / 3");
        press("ArrowDown");
        press("ArrowDown");
        assertThat(text(".counter")).isEqualTo("1 / 3");
    }

    @Test
    void anEmptyProductIsShown() {
        open("?product=17");

        assertThat(text("#product")).contains("Free of charge", "$0.00", "No picture", "No reviews yet");
        assertThat(text("#reviews")).contains("No ratings yet", "No reviews yet.");
        assertThat(text("#questions")).contains("Nobody has asked yet.");
        assertThat(browser.evaluate("document.getElementById('related').hidden").asBoolean())
                .isTrue();
    }

    @Test
    void withoutAProductAllAreListed() {
        browser.open(origin() + "/shop");
        browser.awaitTrue("document.querySelectorAll('#products .price').length === 6");

        assertThat(text("#products")).contains("Linen Apron", "$140.00", "Page 1 of 1");
        click("#products .card:nth-child(2) a");
        browser.awaitTrue("document.querySelector('#product h1')?.textContent === 'Studio Smock'");
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "390, false", "390, true"})
    @FullTier("loads six pages for each of four screens")
    void everyStateFitsTheScreenAndIsAccessible(int width, boolean dark) throws IOException {
        browser.show(width, 844, dark);
        for (String query : new String[] {"?product=1", "?product=17", "?product=999", ""}) {
            browser.open(origin() + "/shop" + query);
            browser.awaitTrue("document.querySelector('[aria-busy=true]') === null");
            if (!query.equals("?product=999")) {
                assertAccessible(query);
            }
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(width);
        }
        for (String opener : new String[] {"#reviews .primary", "#questions .primary", "#cart-button"}) {
            open("?product=1");
            click(opener);
            browser.awaitTrue("document.querySelector('dialog[open] h2') !== null");
            assertAccessible(opener);
            assertThat(browser.evaluate("document.querySelector('dialog[open]').scrollWidth"
                                    + " <= document.querySelector('dialog[open]').clientWidth")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void neitherANarrowScreenNorAnEndlessTextBreaksThePage() {
        browser.evaluate(
                "fetch('/reviews', {method: 'POST', body: JSON.stringify({product_id: 3, rating: 1, recommend: false,"
                        + " summary: 'long'.repeat(2000), body: 'long'.repeat(5000), name: 'a', email: 'a@b.c'})})"
                        + ".then(response => response.text())");
        browser.show(360, 740, false);
        open("?product=3");

        assertThat(browser.evaluate("document.querySelector('header > .home').getClientRects().length"
                                + " === 1 && document.querySelector('header > .home').offsetHeight < 50")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate("document.querySelector('" + FIRST_REVIEW + "').offsetHeight")
                        .asInt())
                .isLessThan(1_200);
        assertThat(browser.evaluate("document.querySelector('#questions [type=search]').offsetWidth"
                                + " === document.querySelector('#questions').offsetWidth")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isEqualTo(360);
    }

    @Test
    void aLinkCannotMakeThePageCallAnotherServiceOrUseItsToken() {
        open("?product=1&api=http://localhost:9&token=theirs");

        assertThat(text("#product h1")).isEqualTo("Linen Apron");
        assertThat(text("#origin")).isEmpty();
        assertThat(browser.requests()).noneMatch(request -> request.contains(" http://localhost:9/"));
        assertThat(browser.evaluate("Object.entries(localStorage).join()").asText())
                .contains("atelier-token " + origin())
                .doesNotContain("theirs");
    }

    @Test
    void aScriptOfThePageCannotTurnTextIntoMarkup() {
        assertThatThrownBy(() -> browser.evaluate("document.body.innerHTML = '<b>bold</b>'"))
                .hasMessageContaining("TrustedHTML");
    }

    @Test
    void theAuditFindsFaults() throws IOException {
        browser.evaluate("""
                (() => {
                  const make = (name, properties) => Object.assign(document.createElement(name), properties);
                  const pale = make('p', { id: 'form', textContent: 'pale' });
                  pale.style.color = '#999';
                  document.querySelector('footer').append(pale, make('img', { src: 'data:,' }), make('button'),
                    make('span', { tabIndex: 1, textContent: 'first' }));
                })()""");

        assertThat(audit().toString())
                .contains("no alt", "no name", "contrast", "id twice: form", "changes the focus order");
    }

    private static JsonNode audit() throws IOException {
        return browser.evaluate(Resources.toString(Resources.getResource("shop/audit.js"), StandardCharsets.UTF_8));
    }

    private static void assertAccessible(String state) throws IOException {
        assertThat(audit()).as(state).isEmpty();
    }

    /** Opens a product and waits until its reviews and questions are shown. */
    private static void open(String query) {
        browser.open(origin() + "/shop" + query);
        browser.awaitTrue("document.querySelector('#reviews .entries[aria-busy=false]') !== null"
                + " && document.querySelector('#reviews .summary[aria-busy=false]') !== null"
                + " && document.querySelector('#questions .entries[aria-busy=false]') !== null"
                + " && document.querySelector('#product[aria-busy=false]') !== null");
    }

    private static void addReview(int product, String summary, String body) {
        browser.evaluate("fetch('/reviews', {method: 'POST', body: JSON.stringify({product_id: " + product
                + ", rating: 1, summary: '" + summary + "', body: '" + body
                + "', recommend: false, name: 'a', email: 'a@b.c'})}).then(response => response.text())");
    }

    private static void click(String selector) {
        browser.evaluate(
                "(control => { control.focus(); control.click(); })(document.querySelector(\"" + selector + "\"))");
    }

    private static void choose(String selector, String value) {
        browser.evaluate("(select => { select.value = '" + value + "'; select.dispatchEvent(new Event('change')); })"
                + "(document.querySelector('" + selector + "'))");
    }

    private static void enter(String name, String value) {
        browser.evaluate("document.querySelector('#form [name=" + name + "]').value = '" + value + "'");
    }

    private static void search(String words) {
        browser.evaluate("(search => { search.value = '" + words + "'; search.dispatchEvent(new Event('input')); })"
                + "(document.querySelector('#questions [type=search]'))");
    }

    private static void press(String key) {
        for (String type : new String[] {"keyDown", "keyUp"}) {
            browser.ask(
                    "Input.dispatchKeyEvent",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("type", type)
                            .put("key", key)
                            .put("code", key)
                            .put("windowsVirtualKeyCode", key.equals("Escape") ? 27 : 40));
        }
    }

    private static int count(String selector) {
        return browser.evaluate("document.querySelectorAll('" + selector + "').length")
                .asInt();
    }

    private static String label(String selector) {
        return browser.evaluate("document.querySelector('" + selector + "')?.ariaLabel")
                .asText();
    }

    /** Returns the visible text with single spaces. */
    private static String text(String selector) {
        return browser.evaluate("document.querySelector('" + selector + "')?.innerText")
                .asText()
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static String origin() {
        return "http://localhost:" + service.port();
    }
}
