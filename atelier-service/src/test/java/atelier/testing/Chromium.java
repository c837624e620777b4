package atelier.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/** The one headless Chromium of this JVM's tests: a start takes longer than most tests of a page. It ends with the JVM. */
final class Chromium {
    private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long PATIENCE_SECONDS = 10;

    private static @Nullable Chromium shared;

    private final Process process;
    private final int port;
    private final DevTools devTools;

    private Chromium(Process process, Path profile) {
        this.process = process;
        Path address = profile.resolve("DevToolsActivePort");
        Program.await("Chromium's port", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Chromium ended, see " + profile);
            }
            return lines(address).size() == 2;
        });
        port = Integer.parseInt(lines(address).get(0));
        devTools = DevTools.connect(address(lines(address).get(1)));
    }

    /** Returns the running Chromium; the first call starts it. Skips the test with a message if it is not installed. */
    static synchronized Chromium shared() {
        if (shared == null || !shared.process.isAlive()) {
            Optional<Path> program = find();
            if (program.isEmpty()) {
                System.out.printf("%n*** LEFT OUT, because no Chromium is installed: a test of a page ***%n%n");
            }
            assumeThat(program).as("Chromium is installed").isPresent();
            shared = start(program.orElseThrow());
        }
        return shared;
    }

    private static Chromium start(Path program) {
        try {
            Path profile = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium-");
            // No sandbox, because root cannot start Chromium with it. The tests open only our own pages.
            Process process = new ProcessBuilder(
                            program.toString(),
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
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, profile), "end of Chromium"));
            return new Chromium(process, profile);
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

    /** Creates a context, which has its own cache, cookies and storage, and returns its id. */
    String newContext() {
        return devTools.ask("Target.createBrowserContext", Browser.node())
                .get("browserContextId")
                .asText();
    }

    /** Opens an empty page in a context. */
    DevTools newPage(String context) {
        String target = devTools.ask(
                        "Target.createTarget",
                        Browser.node().put("url", "about:blank").put("browserContextId", context))
                .get("targetId")
                .asText();
        return DevTools.ofPage(address("/devtools/page/" + target));
    }

    private URI address(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    /** Closes the pages of a context, and deletes what they have stored. */
    void close(String context) {
        devTools.ask("Target.disposeBrowserContext", Browser.node().put("browserContextId", context));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process, Path profile) {
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
