package atelier.benchmark;

import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends single requests outside the measurement. */
final class Get {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Returns the entity tag of a path. */
    String etag(int port, String path) throws IOException, InterruptedException {
        return get(port, path).headers().firstValue("ETag").orElseThrow(() -> new IOException(path + " has no ETag"));
    }

    /**
     * Waits until a path returns 200.
     *
     * @throws UsageException if the program ends first, or the limit passes
     */
    void await(Program program, int port, String path, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!responds(port, path)) {
            if (!program.isAlive() || System.nanoTime() > deadline) {
                throw new UsageException("Nothing responds on port " + port + ". " + program.end());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private boolean responds(int port, String path) throws InterruptedException {
        try {
            return get(port, path).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<Void> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding());
    }
}
