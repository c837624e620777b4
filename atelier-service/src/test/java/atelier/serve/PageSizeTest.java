package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OwnService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shoppers decide how long their texts are and how many there are, but not how large a page is. Each test has a product of its own. */
@ExtendWith(OwnService.class)
class PageSizeTest {
    /** 2 MiB, and what one row and the frame of the page may add. */
    private static final int LARGEST = (1 << 21) + (1 << 17);

    /** As long as a request may be. */
    private static final String LONG = "repeat('0123456789', 6000)";

    static final String REVIEWS =
            "INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body, reviewer_name)"
                    + " SELECT i, %s, 0, '2021-03-05', 1, true, false, 's', %s, 'n' FROM generate_series(%s, %s) i;";

    static final String QUESTION =
            "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                    + " VALUES (%1$s, %2$s, %3$s, '2021-03-05', false, 'q', 'n');";

    static final String ANSWERS =
            "INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)"
                    + " SELECT i, %s, 0, '2021-03-05', false, %s, 'n' FROM generate_series(%s, %s) i;";

    private static JsonNode results(Service service, String url) throws Exception {
        HttpResponse<String> response = service.get(url);
        assertThat(response.statusCode()).as(url).isEqualTo(200);
        assertThat(response.body().length()).isLessThan(LARGEST);
        return new ObjectMapper().readTree(response.body()).get("results");
    }

    private static List<Integer> ids(JsonNode results, String name) {
        return StreamSupport.stream(results.spliterator(), false)
                .map(result -> result.get(name).intValue())
                .toList();
    }

    @Test
    void aPageHasTheFirstReviewsThatFit(Service service) throws Exception {
        service.execute(REVIEWS.formatted(80_001, LONG, 80_001, 80_100));

        JsonNode reviews = results(service, "/reviews?product_id=80001&count=1000");

        assertThat(ids(reviews, "review_id"))
                .hasSize((1 << 21) / 60_200)
                .isEqualTo(IntStream.iterate(80_100, id -> id - 1)
                        .limit(reviews.size())
                        .boxed()
                        .toList());
        assertThat(reviews)
                .allSatisfy(review -> assertThat(review.get("body").textValue()).hasSize(60_000));
        // A smaller count reaches the others.
        assertThat(ids(results(service, "/reviews?product_id=80001&count=10&page=10"), "review_id"))
                .startsWith(80_010)
                .hasSize(10);
    }

    @Test
    void photosCountToo(Service service) throws Exception {
        service.execute(REVIEWS.formatted(80_200, "'b'", 80_200, 80_300)
                + "INSERT INTO reviews.photo (review_id, id, url) SELECT 80300 - i % 2, i, " + LONG
                + " FROM generate_series(1, 60) i");

        JsonNode reviews = results(service, "/reviews?product_id=80200&count=1000");

        assertThat(ids(reviews, "review_id")).containsExactly(80_300);
        assertThat(reviews.get(0).get("photos")).hasSize(30);
        assertThat(ids(results(service, "/reviews?product_id=80200&count=99&page=2"), "review_id"))
                .hasSize(2);
    }

    /** Even one question may have more answers than fit. */
    @Test
    void aQuestionHasItsMostHelpfulAnswersThatFit(Service service) throws Exception {
        service.execute(QUESTION.formatted(80_401, 80_401, 9)
                + QUESTION.formatted(80_402, 80_401, 5)
                + ANSWERS.formatted(80_401, LONG, 80_401, 80_500)
                + ANSWERS.formatted(80_402, "'short'", 80_501, 80_510)
                + "UPDATE questions.answer SET helpful = 3 WHERE id = 80401");

        JsonNode questions = results(service, "/qa/questions?product_id=80401");
        List<String> answers =
                questions.findValues("id").stream().map(JsonNode::asText).toList();

        assertThat(ids(questions, "question_id")).containsExactly(80_401);
        assertThat(answers).startsWith("80401").endsWith("80500").isSorted().hasSizeBetween(33, 36);
        assertThat(results(service, "/qa/questions?product_id=80401&count=1&page=2")
                        .findValues("id"))
                .hasSize(10);
        assertThat(ids(results(service, "/qa/questions/80401/answers?count=100"), "answer_id"))
                .startsWith(80_401, 80_500, 80_499)
                .hasSizeBetween(33, 36);
    }

    /** However a page is read, it is the same. */
    @Test
    void aPageWithALongTextOrManyRowsIsComplete(Service service) throws Exception {
        service.execute(REVIEWS.formatted(80_600, "repeat('long', i - 80600)", 80_601, 82_200)
                + QUESTION.formatted(80_600, 80_600, 0)
                + ANSWERS.formatted(80_600, "'short'", 83_001, 88_000));

        JsonNode reviews = results(service, "/reviews?product_id=80600&count=500&page=3");

        assertThat(reviews)
                .hasSize(500)
                .allSatisfy(review -> assertThat(review.get("body").textValue())
                        .isEqualTo("long".repeat(review.get("review_id").intValue() - 80_600)));
        assertThat(results(service, "/qa/questions?product_id=80600").findValues("id"))
                .extracting(JsonNode::asInt)
                .isEqualTo(IntStream.rangeClosed(83_001, 88_000).boxed().toList());
    }
}
