package atelier.review;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.RawConnection;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class ReviewFreshnessTest {
    private static final String LIST = "/reviews?product_id=2";
    private static final String SUMMARY = "/reviews/meta?product_id=2";

    /** Neither a cache of the node nor one that obeys the headers may hide it. */
    @Test
    void whatWasWrittenIsInTheNextResponse(Service service) {
        String before = service.get(LIST).body();
        String summaryBefore = service.get(SUMMARY).body();
        String tag = tag(service.get(LIST));

        service.execute("UPDATE reviews.review SET helpfulness = helpfulness + 1, votes = votes + 1 WHERE id = 7;"
                + "UPDATE reviews.rating_count SET stars_3 = stars_3 + 1 WHERE product_id = 2");
        try {
            assertThat(service.get(LIST, "If-None-Match", tag).body())
                    .isEqualTo(before.replace("\"helpfulness\":1,", "\"helpfulness\":2,"))
                    .isNotEqualTo(before);
            assertThat(service.get(SUMMARY).body())
                    .isEqualTo(summaryBefore
                            .replace("\"3\":\"1\"", "\"3\":\"2\"")
                            .replace("{\"true\"", "{\"false\":\"1\",\"true\""))
                    .isNotEqualTo(summaryBefore);
        } finally {
            service.execute("UPDATE reviews.review SET helpfulness = 1, votes = 0 WHERE id = 7;"
                    + "UPDATE reviews.rating_count SET stars_3 = 1 WHERE product_id = 2");
        }
        assertThat(tag(service.get(LIST))).isEqualTo(tag);
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void cachesHaveToRevalidate(Service service) {
        for (String url : List.of(LIST, SUMMARY)) {
            HttpResponse<String> response = service.get(url);
            HttpResponse<String> known = service.get(url, "If-None-Match", tag(response));

            assertThat(known.statusCode()).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            for (HttpResponse<String> each : List.of(response, known)) {
                assertThat(each.headers().allValues("Cache-Control")).containsExactly("no-cache");
                assertThat(each.headers().firstValue("X-Accel-Expires")).hasValue("@1");
                assertThat(each.headers().firstValue("Vary")).hasValue("Accept-Encoding");
            }
        }
    }

    @Test
    void aBodyOfAGetIsIgnored(Service service) {
        assertThat(service.send("HEAD", LIST).body()).isEmpty();
        assertThat(RawConnection.ask(
                                service.port(),
                                "GET " + LIST
                                        + " HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{\"product_id\":1}")
                        .body())
                .isEqualTo(service.get(LIST).body());
    }

    @Test
    void aLongListIsCompressed(Service service) {
        HttpResponse<String> plain = service.get("/reviews?product_id=1");
        HttpResponse<String> compressed = service.get("/reviews?product_id=1", "Accept-Encoding", "gzip");

        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(tag(compressed)).isEqualTo(tag(plain).replaceFirst("\"$", "-gzip\""));
    }

    /** Reviews have connections of their own, so that they never hold products back, nor products them. */
    @Test
    void reviewsThatHangGet503AndHoldNoProductBack() throws Exception {
        try (Service service = new Service(ConfigOverride.config("cache.size", "0B"));
                Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE reviews.rating_count, reviews.review");

            for (String url : List.of(LIST, SUMMARY, LIST, SUMMARY)) {
                HttpResponse<String> response = service.get(url);
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            }
            for (String url : List.of("/products", "/products/2", "/products/2/styles")) {
                assertThat(service.get(url).statusCode()).isEqualTo(200);
            }
            connection.rollback();
        }
    }

    /** The largest page is a setting, and the pages of a larger count follow each other. */
    @Test
    void aLargerCountIsCutAndPagesFollowEachOther() {
        try (Service service = new Service(ConfigOverride.config("reviews.largestPageSize", "2"))) {
            String first = service.get("/reviews?product_id=1&count=100").body();
            String second =
                    service.get("/reviews?product_id=1&count=100&page=2").body();

            assertThat(first).startsWith("{\"product\":\"1\",\"page\":0,\"count\":100,\"results\":[{\"review_id\":6,");
            assertThat(first.split("review_id", -1)).hasSize(3);
            assertThat(second)
                    .startsWith("{\"product\":\"1\",\"page\":100,\"count\":100,\"results\":[{\"review_id\":1,");
        }
    }
}
