package atelier.perf.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that reads and changes products at one address. */
record Changes(String address, String token) {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Reads without a token. */
    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(LIMIT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    String tag(String path) throws IOException, InterruptedException {
        return get(path).headers().firstValue("ETag").orElseThrow();
    }

    /** Changes the resource at a path, if its entity tag is still {@code tag}. */
    HttpResponse<String> patch(String path, String tag, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("If-Match", tag)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
