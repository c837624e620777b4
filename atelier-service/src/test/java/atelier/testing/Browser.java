package atelier.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * A page of Chromium, controlled through the DevTools protocol. It shares no cache, cookies or storage with other pages. It records
 * every request of the page, CORS preflights included, and every message on the console.
 */
public final class Browser implements AutoCloseable {
    private final Chromium chromium;
    private final String context;
    private final DevTools page;

    private Browser(Chromium chromium) {
        this.chromium = chromium;
        this.context = chromium.newContext();
        this.page = chromium.newPage(context);
    }

    /** Opens an empty page, or skips the test with a message if Chromium is not installed. */
    public static Browser start() {
        return new Browser(Chromium.shared());
    }

    /** Opens a page and waits until it and its resources are loaded. This clears the records of the previous page. */
    public void open(String address) {
        page.forget();
        JsonNode response = page.ask("Page.navigate", node().put("url", address));
        if (response.has("errorText")) {
            throw new AssertionError(address + ": " + response.get("errorText").asText());
        }
        awaitTrue("document.readyState === 'complete'");
    }

    /** Returns the value of a JavaScript expression, which may be a promise, as JSON. */
    public JsonNode evaluate(String expression) {
        JsonNode response = page.ask(
                "Runtime.evaluate",
                node().put("expression", expression).put("awaitPromise", true).put("returnByValue", true));
        if (response.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + response.get("exceptionDetails"));
        }
        return response.path("result").path("value");
    }

    /** Waits, at most a minute, until a JavaScript expression is true. */
    public void awaitTrue(String expression) {
        Program.await(expression, () -> {
            try {
                return evaluate(expression).asBoolean();
            } catch (AssertionError e) {
                // The page that the expression asked was left by a link.
                if (String.valueOf(e.getMessage()).contains("Inspected target navigated")) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Sets the size of the window and the preferred color scheme. */
    public void show(int width, int height, boolean dark) {
        page.ask(
                "Emulation.setDeviceMetricsOverride",
                node().put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
        ObjectNode media = node();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        page.ask("Emulation.setEmulatedMedia", media);
    }

    /** Writes the whole page as a PNG, even the part below the window. */
    public void screenshot(Path file) {
        JsonNode response =
                page.ask("Page.captureScreenshot", node().put("format", "png").put("captureBeyondViewport", true));
        try {
            Files.write(file, Base64.getDecoder().decode(response.get("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method of the protocol, such as {@code Emulation.setScriptExecutionDisabled}. */
    public JsonNode ask(String method, ObjectNode parameters) {
        return page.ask(method, parameters);
    }

    /** Returns the requests since the page was opened, as {@code GET http://localhost:8080/}. */
    public List<String> requests() {
        return page.requests();
    }

    /** Returns the console messages since the page was opened: errors, warnings, exceptions, policy violations. */
    public List<String> complaints() {
        return page.complaints();
    }

    static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        page.close();
        chromium.close(context);
    }
}
