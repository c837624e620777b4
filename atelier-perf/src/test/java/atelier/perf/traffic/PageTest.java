package atelier.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atelier.perf.result.Figures;
import atelier.perf.traffic.Call.Expect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole page views, with what shoppers read and write. */
class PageTest {
    private static final Catalogue CATALOGUE = new Catalogue(1000, 1000, List.of());

    private final Visitors visitors = new Visitors(CATALOGUE, () -> 17, new EntityTags(), 1);

    @Test
    void pageAsksForRatingsReviewsAndQuestionsOfTheProductAndForRatingsOfEachCard() {
        Visit visit = visitors.page(false);

        assertThat(paths(wave(visit)))
                .contains("/products/17/styles", "/products/17/related", "/reviews/meta?product_id=17")
                .anyMatch(path -> path.startsWith("/reviews?product_id=17&count="))
                .anyMatch(path -> path.startsWith("/qa/questions?product_id=17&count="));
        visit.related(List.of(31, 32));
        visit.nextWave();
        assertThat(paths(wave(visit))).contains("/reviews/meta?product_id=31", "/reviews/meta?product_id=32");
        assertThat(visit.hasNextWave()).isFalse();
    }

    @Test
    void someVisitorsReadTheAnswersOfTheFirstQuestions() {
        List<Call> calls = Stream.generate(() -> visitors.page(false))
                .limit(300)
                .flatMap(visit -> {
                    wave(visit);
                    visit.found().question(5);
                    visit.found().question(6);
                    visit.found().question(7);
                    visit.nextWave();
                    return wave(visit).stream();
                })
                .filter(call -> call.route() == Route.ANSWERS)
                .toList();

        assertThat(calls).hasSizeBetween(240, 360);
        assertThat(calls).extracting(Call::path).containsOnly("/qa/questions/5/answers", "/qa/questions/6/answers");
    }

    @Test
    void oneVisitorInFiftyWritesAfterThinkingAndMostWritesAreVotesAndClicks() {
        List<Call> writes = new ArrayList<>();
        List<Call> reads = new ArrayList<>();
        for (int page = 0; page < 50_000; page++) {
            Visit visit = visitors.page(true);
            List<Call> calls = all(visit);
            calls.stream().filter(call -> call.expect() == Expect.WRITTEN).forEach(writes::add);
            calls.stream().filter(call -> call.sought() != null).forEach(reads::add);
        }

        assertThat(writes.size()).isBetween(900, 1100);
        assertThat(share(writes, Route.ADD_REVIEW, Route.ADD_QUESTION)).isCloseTo(0.05, within(0.02));
        assertThat(share(writes, Route.VOTE, Route.INTERACTION)).isGreaterThan(0.7);
        assertThat(share(writes, Route.ADD_TO_CART)).isCloseTo(0.15, within(0.04));
        assertThat(reads).as("each write but a click is read again").hasSize((int) writes.stream()
                .filter(write -> write.route() != Route.INTERACTION)
                .count());
    }

    @Test
    void readAfterAReviewOrQuestionLooksForWhatWasWritten() {
        int found = 0;
        for (int page = 0; page < 50_000; page++) {
            List<Call> calls = all(visitors.page(true));
            for (int call = 1; call < calls.size(); call++) {
                Sought sought = calls.get(call).sought();
                String written = calls.get(call - 1).body();
                if (sought != null && sought.counter() == null) {
                    assertThat(written).contains("\"" + sought.value() + "\"");
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void readsAreWithoutWrites() {
        assertThat(Stream.generate(() -> visitors.page(false)).limit(2_000).flatMap(visit -> all(visit).stream()))
                .noneMatch(call -> call.expect() == Expect.WRITTEN);
    }

    @Test
    void equalSeedsWriteTheSame() {
        Visitors same = new Visitors(CATALOGUE, () -> 17, new EntityTags(), 1);
        for (int page = 0; page < 200; page++) {
            assertThat(all(same.page(true))).isEqualTo(all(visitors.page(true)));
        }
    }

    @Test
    void everyBodyIsCheckedAgainstWhatWasAskedFor() {
        assertThat(check(Call.reviews(17, 5), "{\"product\":\"17\",\"results\":[]}"))
                .isNull();
        assertThat(check(Call.reviews(17, 5), "{\"product\":\"18\",\"results\":[]}"))
                .startsWith("not what was asked for");
        assertThat(check(Call.reviews(17, 5), "{\"product\":17,\"results\":[]}"))
                .startsWith("not what was asked for");
        assertThat(check(Call.reviews(17, 5), "{\"product\":\"17\"}")).isEqualTo("no list of results");
        assertThat(check(Call.reviews(17, 5), "<html>")).isEqualTo("the body is not JSON");
        assertThat(check(Call.reviews(17, 5), "")).isEqualTo("not what was asked for");
        assertThat(check(
                        Call.meta(17),
                        "{\"product_id\":\"17\",\"ratings\":{},\"recommended\":{},\"characteristics\":{}}"))
                .isNull();
        assertThat(check(Call.meta(17), "{\"product_id\":\"17\",\"ratings\":{}}"))
                .isEqualTo("no recommended");
        assertThat(check(Call.questions(17, 5), "{\"product_id\":\"17\",\"results\":[]}"))
                .isNull();
        assertThat(check(Call.answers(17, 9), "{\"question\":\"9\",\"results\":[]}"))
                .isNull();
        assertThat(check(Call.answers(17, 9), "{\"question\":\"8\",\"results\":[]}"))
                .startsWith("not what");
        assertThat(check(Call.cart("me"), "[]")).isNull();
        assertThat(check(Call.cart("me"), "{}")).isEqualTo("no list of results");
    }

    @Test
    void readThatDoesNotShowTheVisitorsWriteIsStale() {
        Call vote = Call.reviews(17, 1000).showing(new Sought("review_id", "3", "helpfulness", 8));
        String page = "{\"product\":\"17\",\"results\":[{\"review_id\":3,\"helpfulness\":%s}]}";

        assertThat(check(vote, page.formatted(7))).startsWith(Figures.STALE);
        assertThat(check(vote, page.formatted(8))).isNull();
        assertThat(check(vote, page.formatted(9))).as("others vote too").isNull();
        assertThat(check(vote, "{\"product\":\"17\",\"results\":[]}")).startsWith(Figures.STALE);
        Call cart = Call.cart("me").showing(new Sought("sku_id", "5", "count", 1));
        assertThat(check(cart, "[{\"sku_id\":5,\"count\":\"1\"}]")).isNull();
        assertThat(check(cart, "[{\"sku_id\":6,\"count\":\"1\"}]")).startsWith(Figures.STALE);
        Call review = Call.reviews(17, 1000).showing(new Sought("summary", "mine", null, 0));
        assertThat(check(review, "{\"product\":\"17\",\"results\":[{\"summary\":\"mine\"}]}"))
                .isNull();
    }

    private static @Nullable String check(Call call, String body) {
        return ShopperBody.check(call, body.getBytes(StandardCharsets.UTF_8), new Found());
    }

    /** Returns the calls of a whole visit, which finds a question, a review and a SKU. */
    private static List<Call> all(Visit visit) {
        List<Call> calls = new ArrayList<>(wave(visit));
        visit.related(List.of(31));
        visit.found().question(5);
        visit.found().review(3, 7);
        visit.found().sku(9);
        while (visit.hasNextWave()) {
            visit.nextWave();
            calls.addAll(wave(visit));
        }
        return calls;
    }

    private static List<Call> wave(Visit visit) {
        List<Call> calls = new ArrayList<>();
        while (visit.claim()) {
            calls.add(visit.next());
        }
        return calls;
    }

    private static List<String> paths(List<Call> calls) {
        return calls.stream().map(Call::path).toList();
    }

    private static double share(List<Call> calls, Route... routes) {
        return (double) calls.stream()
                        .filter(call -> List.of(routes).contains(call.route()))
                        .count()
                / calls.size();
    }
}
