package atelier.product.edit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Somebody who changes products on a node. */
record Writer(int port, String token) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Returns the ETag of what a path says now. */
    String tag(String path) {
        return send("GET", path, "").headers().firstValue("ETag").orElseThrow();
    }

    /** ProductEdits something below a path that it has just read. */
    HttpResponse<String> change(String method, String path, String read, String body) {
        return send(method, path, body, "If-Match", tag(read));
    }

    /** Sends a request with headers given as name, value, name, value. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The same with a body that may be no text. */
    HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes each kind of change to a product, and returns how many requests that took. */
    int changeEverything(int id) throws IOException {
        String product = "/products/" + id;
        JsonNode style = new ObjectMapper()
                .readTree(send("GET", product + "/styles", "").body())
                .get("results")
                .get(0);
        String styles = product + "/styles/" + style.get("style_id").asText();
        String sku = styles + "/skus/" + style.get("skus").fieldNames().next();
        changed(change("PATCH", product, product, "{\"name\": \"Another\"}"));
        changed(change("PUT", product + "/features", product, "[{\"feature\": \"Fabric\", \"value\": \"Wool\"}]"));
        changed(change("PATCH", styles, product + "/styles", "{\"name\": \"Moss\"}"));
        changed(change("PUT", styles + "/photos", product + "/styles", "[{\"thumbnail_url\": \"a\", \"url\": \"b\"}]"));
        changed(change("PATCH", sku, product + "/styles", "{\"quantity\": 77}"));
        changed(change("PUT", product + "/related", product + "/related", "[2, 2, 3]"));
        changed(change("POST", product + "/related", product + "/related", "{\"product_id\": 5}"));
        changed(change("DELETE", product + "/related/2", product + "/related", ""));
        return 1 + 2 * 8;
    }

    private static void changed(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
