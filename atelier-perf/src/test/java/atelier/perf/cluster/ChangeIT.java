package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.service.Waiting;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products are edited on one node and read from another node and through nginx. */
@BesideOthers
@FullTier("a cluster of its own; TwoNodesTest has two nodes without nginx")
class ChangeIT {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int ROUNDS = 20;

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static Changes first;
    private static Changes second;
    private static Changes proxy;

    @BeforeAll
    static void start() throws Exception {
        Nginx.require(ChangeIT.class);
        cluster = Cluster.start(
                folder.resolve("cluster"),
                2,
                Map.of("WRITE_TOKENS", "alice:" + Changes.TOKEN),
                Map.of("NGINX_WRITES", "on"));
        first = new Changes("http://" + cluster.node(0).address(), Changes.TOKEN);
        second = new Changes("http://" + cluster.node(1).address(), Changes.TOKEN);
        proxy = new Changes(cluster.nginx().address(), Changes.TOKEN);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void changeIsVisibleOnEveryNodeAndThroughNginxWithinASecond() throws Exception {
        Duration longest = Duration.ZERO;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> paths = List.of("/products/7", "/products?page=1&count=10", "/products/7/styles");
            for (String path : paths) {
                for (Changes reader : List.of(first, second, proxy)) {
                    reader.get(path);
                    reader.get(path, "Accept-Encoding", "gzip");
                }
            }
            String name = "Changed " + round;

            assertThat(first.patch("/products/7", first.tag("/products/7"), "{\"name\":\"" + name + "\"}")
                            .statusCode())
                    .isEqualTo(200);
            long changed = System.nanoTime();
            for (Changes reader : List.of(second, proxy)) {
                for (String path : paths.subList(0, 2)) {
                    Waiting.until(
                            path + " to say it",
                            () -> Changes.text(reader.get(path)).contains(name));
                }
            }
            longest = longer(longest, changed);

            String styles =
                    first.get("/products/7/styles").headers().firstValue("ETag").orElseThrow();
            String style = Changes.text(first.get("/products/7/styles")).replaceFirst(".*?\"style_id\":(\\d+).*", "$1");
            HttpResponse<String> response =
                    first.patch("/products/7/styles/" + style, styles, "{\"sale_price\":\"" + (round + 1) + ".00\"}");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            changed = System.nanoTime();
            String tag = response.headers().firstValue("ETag").orElseThrow();
            for (Changes reader : List.of(second, proxy)) {
                Waiting.until(
                        "the styles to say it",
                        () -> reader.tag("/products/7/styles").equals(tag));
                Waiting.until(
                        "the compressed styles to say it",
                        () -> reader.get("/products/7/styles", "Accept-Encoding", "gzip")
                                .headers()
                                .firstValue("ETag")
                                .orElseThrow()
                                .startsWith(tag.substring(0, tag.length() - 1)));
            }
            longest = longer(longest, changed);
        }
        System.out.printf(
                Locale.ROOT,
                "changes on one node: %d, seen on the other and through nginx after %d ms at most%n",
                2 * ROUNDS,
                longest.toMillis());
        assertThat(longest).isLessThan(SOON);
    }

    private static Duration longer(Duration longest, long since) {
        Duration passed = Duration.ofNanos(System.nanoTime() - since);
        return passed.compareTo(longest) > 0 ? passed : longest;
    }

    @Test
    void nginxRevalidatesACachedResponseEachTime() throws Exception {
        String tag = proxy.tag("/products/11");

        for (int time = 0; time < 3; time++) {
            HttpResponse<byte[]> response = proxy.get("/products/11");
            assertThat(response.headers().firstValue("X-Cache")).contains("REVALIDATED");
            assertThat(response.headers().firstValue("Cache-Control")).contains("public, no-cache");
            assertThat(response.headers().firstValue("X-Accel-Expires")).isEmpty();
            assertThat(response.headers().firstValue("ETag")).contains(tag);
            assertThat(response.body()).isEqualTo(first.get("/products/11").body());
        }
        assertThat(proxy.get("/products/11", "If-None-Match", tag).statusCode()).isEqualTo(304);
        proxy.get("/products/11/styles");
        assertThat(proxy.get("/products/11").headers().firstValue("ETag")).contains(tag);
    }

    @Test
    void secondEditWithTheSameEntityTagReturns412ThroughNginx() throws Exception {
        String tag = proxy.tag("/products/13");

        assertThat(proxy.patch("/products/13", tag, "{\"slogan\":\"One\"}").statusCode())
                .isEqualTo(200);
        assertThat(proxy.patch("/products/13", tag, "{\"slogan\":\"Two\"}").statusCode())
                .isEqualTo(412);
        assertThat(Changes.text(proxy.get("/products/13"))).contains("\"slogan\":\"One\"");
        Changes stranger = new Changes(proxy.address(), "f".repeat(32));
        assertThat(stranger.patch("/products/13", "*", "{}").statusCode()).isEqualTo(401);
    }
}
