package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What frontends find in a service that was started for the first time. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
class DemoServiceTest {
    private static final int FIRST = 40_344;
    private static final int PRODUCTS = 12;
    private static final String ADDRESS = "https://shop.example";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Service service;

    @BeforeAll
    static void start(@TempDir Path directory) {
        service = Service.embedded(
                directory,
                ConfigOverride.config("demo.products", Integer.toString(PRODUCTS)),
                ConfigOverride.config("demo.firstId", Integer.toString(FIRST)),
                ConfigOverride.config("demo.publicUrl", ADDRESS + "/"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void productsBeginWithTheFirstId() throws Exception {
        JsonNode products = json("/products?count=100");

        assertThat(products).hasSize(PRODUCTS);
        assertThat(products.get(0).get("id").asInt()).isEqualTo(FIRST);
        assertThat(service.get("/products/" + (FIRST + PRODUCTS - 1)).statusCode())
                .isEqualTo(200);
        assertThat(service.get("/products/" + (FIRST + PRODUCTS)).statusCode()).isEqualTo(404);
        assertThat(service.get("/products/1").statusCode()).isEqualTo(404);
    }

    @Test
    void theResponseInTheReadmeHasTheMembersOfARealOne() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf("{\"product_id\"", readme.indexOf("curl 'localhost:8080/reviews/meta"));
        String response = readme.substring(begin, readme.indexOf("```", begin));

        assertThat(members(JSON.readTree(response))).isEqualTo(members(json("/reviews/meta?product_id=" + FIRST)));
    }

    /** Returns the names of the members, those of one characteristic for all. */
    private static Set<String> members(JsonNode meta) {
        Set<String> names = new TreeSet<>();
        meta.fieldNames().forEachRemaining(names::add);
        meta.get("recommended").fieldNames().forEachRemaining(names::add);
        meta.get("characteristics").iterator().next().fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theFirstProductHasWhatAFrontendShows() throws Exception {
        JsonNode reviews = json("/reviews?product_id=" + FIRST + "&count=1000").get("results");
        JsonNode meta = json("/reviews/meta?product_id=" + FIRST);
        JsonNode questions =
                json("/qa/questions?product_id=" + FIRST + "&count=1000").get("results");

        assertThat(reviews.size()).isGreaterThan(20);
        assertThat(reviews.findValues("photos")).anyMatch(photos -> !photos.isEmpty());
        assertThat(meta.get("ratings").size()).isGreaterThan(2);
        assertThat(meta.get("recommended").get("true").asInt()).isPositive();
        assertThat(meta.get("characteristics")).isNotEmpty();
        assertThat(meta.get("characteristics"))
                .allSatisfy(characteristic ->
                        assertThat(characteristic.get("value").asDouble()).isBetween(1.0, 5.0));
        assertThat(questions.size()).isGreaterThan(2);
        assertThat(questions.findValues("answers")).anyMatch(answers -> !answers.isEmpty());
    }

    @Test
    void everyPhotoIsAPictureOfThisService() throws Exception {
        Set<String> styles = new TreeSet<>();
        Set<String> shoppers = new TreeSet<>();
        for (int product = FIRST; product < FIRST + PRODUCTS; product++) {
            styles.addAll(urls("/products/" + product + "/styles"));
            shoppers.addAll(urls("/reviews?product_id=" + product + "&count=1000"));
            shoppers.addAll(urls("/qa/questions?product_id=" + product + "&count=1000"));
        }

        assertThat(styles).hasSizeGreaterThan(PRODUCTS);
        assertThat(shoppers).isNotEmpty();
        styles.addAll(shoppers);
        assertThat(styles).allSatisfy(url -> {
            assertThat(url).startsWith(ADDRESS + "/pictures/");
            HttpResponse<String> picture = service.get(url.substring(ADDRESS.length()));
            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(picture.headers().firstValue("Content-Type")).contains("image/svg+xml");
        });
    }

    private static List<String> urls(String path) throws JsonProcessingException {
        List<String> urls = new ArrayList<>();
        addUrls(json(path), urls);
        return urls;
    }

    private static void addUrls(JsonNode node, List<String> urls) {
        if (node.isTextual() && node.textValue().startsWith("http")) {
            urls.add(node.textValue());
        }
        node.forEach(child -> addUrls(child, urls));
    }

    private static JsonNode json(String path) throws JsonProcessingException {
        HttpResponse<String> response = service.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
