package atelier.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The program in its own process, as users run it. */
public final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One for all: awaiting the start of a program would otherwise create a client, with its thread, fifty times a second. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static final String JAVA = ProcessHandle.current().info().command().orElse("java");

    static final String MAIN_CLASS = "atelier.AtelierApplication";

    private final Process process;
    private final Path output;
    private final int port;

    private Program(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** Starts the program from the tested classes with these arguments and environment variables. */
    public static Program start(Map<String, String> environment, String... arguments) {
        return start(environment, classes(), arguments);
    }

    private static List<String> classes() {
        try {
            List<String> program = new ArrayList<>(ClassArchive.options());
            program.add(MAIN_CLASS);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the program from the built jar with these arguments and environment variables. */
    public static Program startJar(Map<String, String> environment, String... arguments) {
        return start(environment, List.of("-jar", "target/atelier-service.jar"), arguments);
    }

    /** Starts the program in a JVM with these options, of which the last names the program. */
    static Program start(Map<String, String> environment, List<String> program, String... arguments) {
        try {
            Path output = Files.createTempFile(Path.of("target"), "program-", ".log");
            return start(environment, program, output, ProcessBuilder.Redirect.to(output.toFile()), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the program from the tested classes, with an output that nobody reads. */
    public static Program startUnread(Map<String, String> environment, String... arguments) {
        return start(environment, classes(), Path.of("nowhere"), ProcessBuilder.Redirect.PIPE, arguments);
    }

    private static Program start(
            Map<String, String> environment,
            List<String> program,
            Path output,
            ProcessBuilder.Redirect redirect,
            String... arguments) {
        try {
            List<String> command = new ArrayList<>();
            command.add(JAVA);
            command.add("-Xmx256m");
            // Most of these processes end before the second JIT compiler and a parallel collector are worth their cost.
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            // Verifying classes that javac has just compiled takes a tenth of a start.
            command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
            command.addAll(program);
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(DefaultSignals.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(redirect);
            int port = freePort();
            // Ignore the database of the shell's environment: a test must never touch a real catalogue.
            String settings = Files.readString(Path.of("../config.yml"));
            builder.environment().keySet().removeIf(variable -> settings.contains("${" + variable + ":-"));
            builder.environment()
                    .putAll(Map.of(
                            "HTTP_PORT",
                            Integer.toString(port),
                            "ADMIN_PORT",
                            "0",
                            "DATABASE_STARTUP_WAIT",
                            "20s",
                            "DEMO_PRODUCTS",
                            "20",
                            "WARM_UP_REQUESTS",
                            "0",
                            "DRAIN_WAIT",
                            "0s",
                            "REQUEST_LOG",
                            "off"));
            builder.environment().putAll(environment);
            return new Program(builder.start(), output, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a free port of this machine. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the service responds. */
    public Program awaitAnswer() {
        await("a response from " + this, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("The program ended: " + output());
            }
            try {
                return get("/products").statusCode() == 200;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
        return this;
    }

    public HttpResponse<String> get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the program exits, and returns its exit status. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The program goes on: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Terminates the program as Ctrl-C or a service manager does, and returns its exit status. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Requests the termination of the program without waiting. */
    public void askToStop() {
        process.destroy();
    }

    /** Returns the port of the API. */
    public int port() {
        return port;
    }

    /** Kills the program as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    public long pid() {
        return process.pid();
    }

    /** Returns the output of the program, errors included. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits, at most a minute, until a condition holds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited in vain for " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public String toString() {
        return "process " + process.pid() + " (output in " + output + ")";
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            awaitExit();
        }
    }
}
