package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that list allowed origins, behind nginx with a cache. */
@BesideOthers
@FullTier("a cluster of its own; CrossOriginsTest has the rules")
class OriginsIT {
    private static final String SHOP = "https://shop.example";
    private static final String OTHER_SHOP = "https://other-shop.example";
    private static final String STRANGER = "https://stranger.example";
    private static final Map<String, String> LIST = Map.of("CORS_ORIGINS", SHOP + "," + OTHER_SHOP);

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        Nginx.require(OriginsIT.class);
        Map<String, String> node = new HashMap<>(LIST);
        // Long enough for a cache hit.
        node.put("CACHE_MAX_AGE", "60s");
        cluster = Cluster.start(folder, 1, node, LIST);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void noOriginGetsAResponseCachedForAnother() throws Exception {
        for (String expected : List.of("MISS", "HIT")) {
            for (String origin : List.of(SHOP, OTHER_SHOP, STRANGER)) {
                HttpResponse<String> response = get(cluster.nginx(), "/products/7", origin);

                assertThat(response.headers()
                                .firstValue("Access-Control-Allow-Origin")
                                .orElse(STRANGER))
                        .isEqualTo(origin);
                assertThat(response.headers().firstValue("X-Cache")).contains(expected);
            }
        }
    }

    @Test
    void onlyListedOriginsMayReadErrorsOfNginx() throws Exception {
        HttpResponse<String> listed = get(cluster.nginx(), "/health-check", SHOP);
        HttpResponse<String> other = get(cluster.nginx(), "/health-check", STRANGER);

        assertThat(listed.statusCode()).isEqualTo(404);
        assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).contains(SHOP);
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void nginxWithoutTheListCachesNothing() throws Exception {
        try (Nginx untold =
                Nginx.start(folder.resolve("untold"), List.of(cluster.node(0).address()), Map.of())) {
            for (String origin : List.of(SHOP, OTHER_SHOP, STRANGER, SHOP)) {
                HttpResponse<String> response = get(untold, "/products/8", origin);

                assertThat(response.headers()
                                .firstValue("Access-Control-Allow-Origin")
                                .orElse(STRANGER))
                        .isEqualTo(origin);
                assertThat(response.headers().firstValue("X-Cache")).contains("MISS");
            }
        }
    }

    private HttpResponse<String> get(Nginx nginx, String path, String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(nginx.address() + path))
                .header("Origin", origin)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
