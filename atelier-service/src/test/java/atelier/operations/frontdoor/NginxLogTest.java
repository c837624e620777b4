package atelier.operations.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the log of a real nginx. */
class NginxLogTest {
    private static final int CLIENTS = 8;
    private static final int REQUESTS_OF_A_CLIENT = 2_500;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    @FullTier("20,000 requests to nginx")
    void noLineIsLostWhileNginxWritesAndSpaceIsFreed() throws Exception {
        assumeThat(isInstalled()).as("nginx is installed").isTrue();
        Path log = folder.resolve("access.log");
        int port = Program.freePort();
        Process nginx = start(log, port);
        try {
            Program.await("nginx", () -> listens(port));
            FollowedFile followed = new FollowedFile(log, 4_096);
            CompletableFuture<?>[] clients = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> send(port, REQUESTS_OF_A_CLIENT))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture<Void> all = CompletableFuture.allOf(clients);

            List<String> lines = new ArrayList<>();
            while (!all.isDone()) {
                followed.read(lines::add);
            }
            all.join();
            stop(nginx);
            followed.read(lines::add);

            assertThat(lines).hasSize(CLIENTS * REQUESTS_OF_A_CLIENT).containsOnly("GET /products 204");
        } finally {
            stop(nginx);
        }
    }

    /** Sends requests one after the other. */
    private CompletableFuture<Void> send(int port, int requests) {
        if (requests == 0) {
            return CompletableFuture.completedFuture(null);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/products"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenComposeAsync(response -> send(port, requests - 1));
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("nginx", "-v")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Process start(Path log, int port) throws IOException {
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { }
                http {
                    client_body_temp_path %1$s;
                    proxy_temp_path %1$s;
                    fastcgi_temp_path %1$s;
                    uwsgi_temp_path %1$s;
                    scgi_temp_path %1$s;
                    log_format short '$request_method $uri $status';
                    access_log %2$s short;
                    server { listen 127.0.0.1:%3$s; location / { return 204; } }
                }
                """.formatted(folder, log, Integer.toString(port)));
        return new ProcessBuilder("nginx", "-c", configuration.toString(), "-p", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void stop(Process nginx) throws InterruptedException {
        nginx.destroy();
        assertThat(nginx.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
