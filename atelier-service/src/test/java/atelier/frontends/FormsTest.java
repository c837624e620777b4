package atelier.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.frontends.SharedShop.Shop;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of published frontends: what they send for a new review, question or answer, and what they read next. */
@ExtendWith(SharedShop.class)
class FormsTest {
    private static final String NEWEST = "/reviews?product_id=2&sort=newest&count=1000";

    /** Each line is a form, as somebody can leave it, and the keys of the new review that it changes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'rating':5,'summary':'Nice','recommend':true,'photos':['https://a.example/1.jpg'],'characteristics':{'60001':4,'60002':5} | 'rating':5,'summary':'Nice','recommend':true
                    'rating':4,'summary':'No photos key','recommend':false,'characteristics':{'60001':4} | 'rating':4,'summary':'No photos key','photos':[]
                    'rating':4,'recommend':false | 'rating':4,'summary':'','photos':[]
                    'rating':3,'summary':null,'recommend':null,'photos':[],'characteristics':null | 'rating':3,'summary':'','recommend':false
                    'rating':2,'summary':'','recommend':'','photos':[],'characteristics':{} | 'rating':2,'recommend':false
                    'rating':'3','summary':'Numbers as text','recommend':'true','photos':[],'characteristics':{'60001':'3'} | 'rating':3,'recommend':true
                    'rating':'1','summary':'','recommend':'false' | 'rating':1,'recommend':false
                    'rating':4,'name':0,'photos':['blob:http://localhost:3000/7d1'],'characteristics':{'60001':2.9,'60002':null} | 'rating':4,'reviewer_name':'0'
                    'rating':5,'recommend':true,'photos':['C:\\\\fakepath\\\\x.jpg','x',''],'characteristics':{'60001':0,'60002':0} | 'rating':5
                    'rating':5,'recommend':true,'photos':['123.jpg'],'characteristics':{'Size':2,'Width':3,'Comfort':3} | 'rating':5
                    'rating':3,'recommend':false,'characteristics':{'125031':3,'125032':3} | 'rating':3
                    'rating':5,'recommend':true,'review_id':1,'response':'x','helpfulness':99,'date':'1999-01-01','reported':true | 'rating':5,'helpfulness':0,'response':null
                    """)
    void everyFormOfAReviewIsStored(String form, String expected, Shop shop) {
        int before = shop.read(NEWEST).get("results").size();

        HttpResponse<String> response = shop.post(Shop.BASE + "/reviews", review(form));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
        JsonNode reviews = shop.read(NEWEST).get("results");
        assertThat(reviews).hasSize(before + 1);
        JsonNode stored = reviews.get(0);
        JsonNode wanted = json("{" + expected + "}");
        wanted.fieldNames()
                .forEachRemaining(key -> assertThat(stored.get(key)).as(key).isEqualTo(wanted.get(key)));
        assertThat(stored.get("body").asText()).isEqualTo("Bought it for a friend, kept it for myself. Fits.");
        assertThat(stored.get("photos"))
                .extracting(photo -> photo.get("url"))
                .containsExactlyElementsOf(json("{" + form + "}").path("photos"));
    }

    @Test
    void slidersThatNobodyMovedCountRounded(Shop shop) {
        assertThat(comfort(shop)).isEqualTo("null");

        for (String value : List.of("2.5", "3.4999", "'2.9'", "3.0")) {
            assertThat(shop.post("/reviews", review("'rating':3,'characteristics':{'60003':" + value + "}"))
                            .statusCode())
                    .isEqualTo(201);
        }

        assertThat(comfort(shop)).isEqualTo("3.0000000000000000");
    }

    private static String comfort(Shop shop) {
        return shop.read("/reviews/meta?product_id=2")
                .at("/characteristics/Comfort/value")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"product_id\":\"undefined\",\"rating\":5}",
                "{\"product_id\":2,\"rating\":0,\"summary\":null,\"body\":null,\"photos\":[]}",
                "{\"product_id\":2,\"rating\":null}",
                "{\"product_id\":2,\"rating\":\"\",\"recommend\":\"\"}",
                "{\"params\":{\"product_id\":2,\"rating\":5}}",
                "{\"data\":{\"product_id\":2,\"rating\":5}}",
                "{}"
            })
    void whatCannotBeAReviewIsRefusedWithTheReason(String body, Shop shop) {
        JsonNode before = shop.read("/reviews/meta?product_id=2");

        HttpResponse<String> response = shop.post("/reviews", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(Shop.json(response).get("message").asText())
                .startsWith("Error: Review body contains invalid entries");
        assertThat(shop.read("/reviews/meta?product_id=2")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/qa/questions",
                "/qa/questions/",
                "/api/fec2/hr-rfp/qa/questions/",
                "/api/fec2/hr-atx/qa/questions?body=Does+it+fit%3F&name=n&email=e%40post.example&product_id=5",
                "/qa/questions?product_id=1&photos[]=a&photos[]=b"
            })
    void questionsAreAddedToTheProductOfTheBody(String path, Shop shop) {
        int before =
                shop.read("/qa/questions?product_id=5&count=100").get("results").size();
        String body = "{\"body\":\"" + path + "\",\"name\":\"n\",\"email\":\"e@post.example\",\"product_id\":\"5\"}";

        HttpResponse<String> response = shop.postAs("ghp_raw", path, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
        JsonNode questions = shop.read("/qa/questions?product_id=5&count=100").get("results");
        assertThat(questions).hasSize(before + 1);
        JsonNode stored = questions.get(0);
        assertThat(stored.get("question_body").asText()).isEqualTo(path);
        assertThat(stored.get("question_helpfulness").asInt()).isZero();
        assertThat(stored.get("reported").asBoolean()).isFalse();
        assertThat(stored.get("answers")).isEqualTo(Shop.json("{}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /answers  | 'photos':['https://a.example/1.jpg','https://a.example/2.jpg']
                    /answers/ | 'photos':[]
                    /answers  | 'question_id':600001
                    /answers?question_id=600001&body=x&name=n&email=e | 'question_id':600001
                    /answers?question_id=593466 | 'photos':null
                    """)
    void answersAreInTheListAndInTheQuestion(String path, String more, Shop shop) {
        String body = "{'body':'It does.','name':'Seller','email':'s@post.example'," + more + "}";

        HttpResponse<String> response = shop.post(Shop.BASE + "/qa/questions/600001" + path, body.replace('\'', '"'));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode answer = shop.read("/qa/questions/600001/answers?count=100").at("/results/0");
        assertThat(answer.get("answerer_name").asText()).isEqualTo("Seller");
        assertThat(answer.get("photos"))
                .extracting(photo -> photo.get("url"))
                .containsExactlyElementsOf(json("{" + more + "}").path("photos"));
        String id = answer.get("answer_id").asText();
        assertThat(shop.read("/qa/questions?product_id=8&count=100").get("results"))
                .filteredOn(question -> question.get("question_id").asInt() == 600001)
                .singleElement()
                .satisfies(question -> assertThat(
                                question.get("answers").get(id).get("photos"))
                        .containsExactlyElementsOf(json("{" + more + "}").path("photos")));
    }

    /** Pages compute "3 days ago" from the date, and show whatever else a response has. */
    @Test
    void everythingNewHasTheDayOfTodayAndShowsNoAddress(Shop shop) {
        Set<String> days = new TreeSet<>(Set.of(today()));
        String fields = "\"body\":\"New\",\"name\":\"n\",\"email\":\"secret@post.example\",\"product_id\":17";
        assertThat(shop.post("/reviews", "{\"rating\":5," + fields + "}").statusCode())
                .isEqualTo(201);
        assertThat(shop.post("/qa/questions", "{" + fields + "}").statusCode()).isEqualTo(201);
        JsonNode question = shop.read("/qa/questions?product_id=17").at("/results/0");
        String answers = "/qa/questions/" + question.get("question_id").asText() + "/answers";
        assertThat(shop.post(answers, "{" + fields + "}").statusCode()).isEqualTo(201);
        days.add(today());

        JsonNode review = shop.read("/reviews?product_id=17").at("/results/0");
        JsonNode answer = shop.read(answers).at("/results/0");
        JsonNode answered = shop.read("/qa/questions?product_id=17")
                .at("/results/0/answers")
                .elements()
                .next();

        assertThat(days)
                .contains(
                        question.get("question_date").asText(),
                        answer.get("date").asText());
        assertThat(days)
                .contains(review.get("date").asText(), answered.get("date").asText());
        for (String path : List.of(
                "/reviews?product_id=17", "/reviews/meta?product_id=17", "/qa/questions?product_id=17", answers)) {
            assertThat(shop.get(path).body()).doesNotContain("secret");
        }
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC) + "T00:00:00.000Z";
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "NaN", "0", ":question_id", "99999999", "null"})
    void answerToNoQuestionIsNotFound(String id, Shop shop) {
        HttpResponse<String> response = shop.post(
                "/qa/questions/" + id + "/answers", "{\"body\":\"b\",\"name\":\"n\",\"email\":\"e@post.example\"}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Shop.json(response).get("code").asInt()).isEqualTo(404);
    }

    private static String review(String form) {
        // A later key replaces an earlier one.
        return "{'product_id':2,'body':'Bought it for a friend, kept it for myself. Fits.','name':'smith',"
                .concat("'email':'smith@post.example'," + form + "}")
                .replace('\'', '"');
    }

    private static JsonNode json(String text) {
        return Shop.json(text.replace('\'', '"'));
    }
}
