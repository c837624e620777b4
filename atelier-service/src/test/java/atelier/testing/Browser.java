package atelier.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A headless Chromium with one page, controlled through its DevTools protocol. It records every request of the page, CORS
 * preflights included, and every message on the console.
 */
public final class Browser implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final Path profile;
    private final DevTools page;

    private Browser(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
        Path address = profile.resolve("DevToolsActivePort");
        Program.await("Chromium's port", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Chromium ended, see " + profile);
            }
            return lines(address).size() == 2;
        });
        page = DevTools.ofFirstPage(Integer.parseInt(lines(address).get(0)));
    }

    /** Starts Chromium, or skips the test with a message if it is not installed. */
    public static Browser start() {
        Optional<Path> program = find();
        if (program.isEmpty()) {
            System.out.printf("%n*** LEFT OUT, because no Chromium is installed: a test of a page ***%n%n");
        }
        assumeThat(program).as("Chromium is installed").isPresent();
        try {
            Path profile = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium-");
            // No sandbox, because root cannot start Chromium with it. The tests open only our own pages.
            Process process = new ProcessBuilder(
                            program.orElseThrow().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--user-data-dir=" + profile,
                            "--remote-debugging-port=0",
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("output").toFile())
                    .start();
            return new Browser(process, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> PROGRAMS.stream().map(Path.of(directory)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
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

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        page.close();
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        processes.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                processes.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Its child processes may still write for a moment. mvn clean deletes the rest.
        FileUtils.deleteQuietly(profile.toFile());
    }
}
