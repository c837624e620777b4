package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.service.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Shoppers write and read through nginx, in front of two nodes, and what nginx does without nodes. */
@BesideOthers
// One method stops the nodes.
@ResourceLock("ShopperIT")
class ShopperIT {
    private static final int VOTES = 30;

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        Nginx.require(ShopperIT.class);
        cluster = Cluster.start(
                folder.resolve("cluster"),
                2,
                Map.of("WRITE_TOKENS", "alice:" + Changes.TOKEN),
                Map.of("NGINX_WRITES", "on"));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void whatWasWrittenIsInTheNextResponseOfNginxAndOfEachNode() throws Exception {
        send(
                "POST",
                "/qa/questions",
                "{\"product_id\":3,\"body\":\"Why?\",\"name\":\"ada\",\"email\":\"a@mail.example\"}",
                201);
        String list = "/qa/questions?product_id=3&count=1000";
        String id = get(list).body().replaceFirst(".*\"question_id\":(\\d+),\"question_body\":\"Why\\?\".*", "$1");

        for (int votes = 1; votes <= VOTES; votes++) {
            send("PUT", "/qa/questions/" + id + "/helpful", "", 204);
            HttpResponse<String> response = get(list);

            assertThat(response.body())
                    .containsPattern("\"question_id\":" + id + "[^{]*\"question_helpfulness\":" + votes + ",");
            for (Node node : cluster.nodes()) {
                assertThat(get("http://" + node.address(), list).body()).isEqualTo(response.body());
            }
            assertThat(get(list).headers().firstValue("X-Cache")).contains("REVALIDATED");
        }
        send("PUT", "/qa/questions/" + id + "/report", "a=b", 204);
        assertThat(get(list).body()).doesNotContain("\"question_id\":" + id + ",");
    }

    @Test
    @FullTier("ends both nodes and starts them again; ShopperFrontDoorIT has nginx without nodes")
    void withoutNodesTheLastResponsesAreGivenAndWritesReturn503() throws Exception {
        String reviews = "/reviews?product_id=4&count=100";
        send(
                "POST",
                "/reviews",
                "{\"product_id\":4,\"rating\":5,\"summary\":\"\",\"body\":\"Good\",\"recommend\":true,"
                        + "\"name\":\"ada\",\"email\":\"a@mail.example\"}",
                201);
        List<String> paths = List.of(reviews, "/reviews/meta?product_id=4", "/products/17");
        List<String> before = new ArrayList<>();
        for (String path : paths) {
            before.add(get(path).body());
        }
        assertThat(before.get(0)).contains("\"body\":\"Good\"");
        for (Node node : cluster.nodes()) {
            node.close();
        }
        try {
            for (int i = 0; i < paths.size(); i++) {
                HttpResponse<String> response = get(paths.get(i));
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("X-Cache")).contains("STALE");
                assertThat(response.body()).isEqualTo(before.get(i));
            }
            assertThat(get("/reviews?product_id=5").statusCode()).isEqualTo(503);
            assertThat(get("/cart").statusCode()).isEqualTo(503);
            send("PUT", "/reviews/1/helpful", "", 503);
            HttpResponse<String> edit =
                    new Changes(cluster.nginx().address(), Changes.TOKEN).patch("/products/17", "*", "{}");
            assertThat(edit.statusCode()).isEqualTo(503);
            assertThat(edit.body()).startsWith("{\"code\":503,");
        } finally {
            Node.start(cluster.nodes());
        }
        Waiting.until(
                "nginx asks a node again", () -> get("/reviews?product_id=5").statusCode() == 200);
        assertThat(get(reviews).headers().firstValue("X-Cache")).contains("REVALIDATED");
        assertThat(get("/products/18").statusCode()).isEqualTo(200);
    }

    private void send(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(cluster.nginx().address() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(cluster.nginx().address(), path);
    }

    private HttpResponse<String> get(String address, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
