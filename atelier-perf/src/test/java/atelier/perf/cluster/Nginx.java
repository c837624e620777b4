package atelier.perf.cluster;

import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.perf.service.GuardedProcess;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** nginx, started by {@code nginx/start}. */
final class Nginx implements AutoCloseable {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private final int port;
    private final int statusPort;
    private final Path folder;
    private final GuardedProcess process;

    private Nginx(int port, int statusPort, Path folder, GuardedProcess process) {
        this.port = port;
        this.statusPort = statusPort;
        this.folder = folder;
        this.process = process;
    }

    /** Skips the tests of a class with a message if nginx is not installed. */
    static void require(Class<?> tests) {
        if (!isInstalled()) {
            System.out.printf("%n*** LEFT OUT, because nginx is not installed: %s ***%n%n", tests.getSimpleName());
        }
        assumeThat(isInstalled()).as("nginx is installed").isTrue();
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("nginx", "-v")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Starts nginx and waits until it listens.
     *
     * @param nodes {@code host:port} of each node
     * @param settings the settings of {@code nginx/settings.envsh}
     */
    static Nginx start(Path folder, List<String> nodes, Map<String, String> settings) throws Exception {
        int port = Ports.free();
        int statusPort = Ports.free();
        Map<String, String> environment = new HashMap<>(Map.of(
                "NODES",
                String.join(",", nodes),
                "NGINX_PORT",
                "127.0.0.1:" + port,
                "NGINX_STATUS_ADDRESS",
                "127.0.0.1:" + statusPort,
                "NGINX_CLIENT_RATE",
                "100000",
                "NGINX_CLIENT_BURST",
                "10000",
                "NGINX_CLIENT_UNUSUAL_RATE",
                "100000"));
        environment.putAll(settings);
        Path log = Files.createDirectories(folder).resolve("error.log");
        GuardedProcess process = GuardedProcess.start(
                List.of("nginx/start", folder.toAbsolutePath().toString(), "-g", options(environment)),
                PROJECT,
                Set.of(),
                environment,
                log);
        Nginx nginx = new Nginx(port, statusPort, folder, process);
        Waiting.until("nginx listens: " + log, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(Files.readString(log));
            }
            return nginx.listens();
        });
        return nginx;
    }

    /** Returns the option that makes nginx's workers keep the environment variables of libfaketime. */
    private static String options(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith("FAKETIME_"))
                .map("env %s;"::formatted)
                .collect(Collectors.joining("", "daemon off;", ""));
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the base URL of the API. */
    String address() {
        return "http://127.0.0.1:" + port;
    }

    String statusAddress() {
        return "http://127.0.0.1:" + statusPort;
    }

    /** Returns the access log, which nginx writes with a delay of a second. */
    Path accessLog() {
        return folder.resolve("access.json");
    }

    /** Returns the folder of the cached responses. */
    Path cache() {
        return folder.resolve("cache");
    }

    /** Returns the error log. */
    String errors() throws IOException {
        return Files.readString(folder.resolve("error.log"));
    }

    /** Reloads the configuration: new workers take over, and the old ones end after their last responses. */
    void reload() throws IOException, InterruptedException {
        String pid = Files.readString(folder.resolve("nginx.pid")).strip();
        new ProcessBuilder("kill", "-HUP", pid).start().waitFor();
    }

    @Override
    public void close() {
        process.close();
    }
}
