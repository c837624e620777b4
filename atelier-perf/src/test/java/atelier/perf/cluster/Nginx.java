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

/** nginx, as {@code nginx/start} starts it. */
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

    /** Skips the tests of a class where nginx is not installed, and says so. */
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
     * Starts it and waits until it listens.
     *
     * @param nodes {@code host:port} of each
     * @param settings of {@code nginx/settings.envsh}
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
                "10000"));
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

    /** Its workers forget the environment but for what it is told to keep, such as where a false clock is. */
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

    /** The address to which the paths of the API are added. */
    String address() {
        return "http://127.0.0.1:" + port;
    }

    String statusAddress() {
        return "http://127.0.0.1:" + statusPort;
    }

    /** What it has logged of requests so far, but for the last second. */
    Path accessLog() {
        return folder.resolve("access.json");
    }

    /** Has it read its configuration again: new workers take over, and the old ones end with their last answers. */
    void reload() throws IOException, InterruptedException {
        String pid = Files.readString(folder.resolve("nginx.pid")).strip();
        new ProcessBuilder("kill", "-HUP", pid).start().waitFor();
    }

    @Override
    public void close() {
        process.close();
    }
}
