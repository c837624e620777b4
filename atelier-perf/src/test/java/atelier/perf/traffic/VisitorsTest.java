package atelier.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atelier.perf.settings.IdChoice;
import atelier.perf.settings.Mix;
import atelier.perf.traffic.Call.Expect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VisitorsTest {
    private static final Catalogue CATALOGUE = new Catalogue(1_000_011, 1_000_011, List.of());
    private static final IdChoice ZIPF = new IdChoice(1, null);

    @Test
    void pagesHaveThePublishedProportions() {
        List<Call> calls = calls(visitors(1)::products, 20_000);

        assertThat(share(calls, call -> call.route() == Route.PRODUCT)).isEqualTo(0.43, within(0.02));
        assertThat(share(calls, call -> call.route() == Route.STYLES)).isEqualTo(0.43, within(0.02));
        assertThat(share(calls, call -> call.route() == Route.RELATED)).isEqualTo(0.07, within(0.015));
        assertThat(share(calls, call -> call.route() == Route.LIST)).isEqualTo(0.07, within(0.015));
    }

    @Test
    void singleRequestsHaveThePublishedProportions() {
        List<Call> calls = calls(visitors(1)::single, 100_000);

        assertThat(share(calls, call -> call.route() == Route.PRODUCT)).isEqualTo(0.43, within(0.01));
        assertThat(share(calls, call -> call.route() == Route.STYLES)).isEqualTo(0.43, within(0.01));
        assertThat(share(calls, call -> call.route() == Route.RELATED)).isEqualTo(0.07, within(0.005));
        assertThat(share(calls, call -> call.route() == Route.LIST)).isEqualTo(0.07, within(0.005));
    }

    @Test
    void someRequestsAreUnknownOrConditional() {
        // Few ids, so that nearly every call could be conditional.
        EntityTags known = new EntityTags();
        IntSupplier ids = Ids.of(new IdChoice(0, new IdChoice.Range(1, 500)), CATALOGUE, 1);
        Visitors visitors = new Visitors(CATALOGUE, ids, known, 1);
        List<Call> calls = new ArrayList<>();
        for (int visit = 0; visit < 30_000; visit++) {
            Call call = wave(visitors.single()).get(0);
            calls.add(call);
            if (call.expect() == Expect.FOUND) {
                known.saw(call.path(), "\"" + call.path() + "\"");
            }
        }

        assertThat(share(calls, call -> call.expect() == Expect.MISSING)).isEqualTo(0.01, within(0.003));
        assertThat(share(calls, call -> call.expect() == Expect.UNCHANGED)).isEqualTo(0.05, within(0.01));
        assertThat(calls)
                .filteredOn(call -> call.expect() == Expect.MISSING)
                .allMatch(call -> call.subject() > CATALOGUE.lastId())
                .noneMatch(call -> call.route() == Route.LIST);
        assertThat(calls)
                .filteredOn(call -> call.expect() == Expect.UNCHANGED)
                .allMatch(call -> ("\"" + call.path() + "\"").equals(call.etag()));
    }

    @Test
    void conditionalRequestNeedsAnEarlierResponse() {
        Visitors strangers = new Visitors(CATALOGUE, Ids.of(ZIPF, CATALOGUE, 1), new EntityTags(), 1);

        assertThat(Stream.generate(strangers::single).limit(10_000).flatMap(visit -> wave(visit).stream()))
                .noneMatch(call -> call.expect() == Expect.UNCHANGED);
    }

    @Test
    void lowIdsArePopularByZipfsLaw() {
        Ids ids = Ids.of(ZIPF, CATALOGUE, 1);
        List<Integer> chosen = Stream.generate(ids::getAsInt).limit(100_000).toList();

        // The harmonic number of n divided by that of a million, 14.4.
        assertThat(chosen.stream().filter(id -> id == 1).count() / 1e5).isEqualTo(1 / 14.4, within(0.005));
        assertThat(chosen.stream().filter(id -> id <= 1_000).count() / 1e5).isEqualTo(7.49 / 14.4, within(0.01));
        assertThat(chosen).allMatch(id -> id >= 1 && id <= CATALOGUE.lastId());
    }

    @Test
    void uniformIdsAreEquallyPopularWithinTheirRange() {
        Ids ids = Ids.of(new IdChoice(0, new IdChoice.Range(11, 20)), CATALOGUE, 1);
        List<Integer> chosen = Stream.generate(ids::getAsInt).limit(10_000).toList();

        for (int id = 11; id <= 20; id++) {
            assertThat(Collections.frequency(chosen, id)).isBetween(850, 1_150);
        }
        assertThat(chosen).allMatch(id -> id >= 11 && id <= 20);
    }

    @Test
    void onlyExistingIdsAreChosen() {
        Catalogue gaps = new Catalogue(3, 90, List.of(7, 40, 90));

        assertThat(Stream.generate(Ids.of(ZIPF, gaps, 1)::getAsInt).limit(1_000).collect(Collectors.toSet()))
                .isEqualTo(Set.of(7, 40, 90));
    }

    @Test
    void equalSeedsGiveEqualVisitsInAnyOrderOfSecondWaves() {
        List<Visit> inOrder = Stream.generate(visitors(5)::products).limit(500).toList();
        List<Visit> shuffled = Stream.generate(visitors(5)::products).limit(500).toList();
        List<Integer> order = new ArrayList<>(IntStream.range(0, 500).boxed().toList());
        Collections.shuffle(order, new Random(1));

        List<List<Call>> expected = inOrder.stream().map(VisitorsTest::both).toList();
        List<List<Call>> actual = new ArrayList<>(Collections.nCopies(500, List.of()));
        order.forEach(visit -> actual.set(visit, both(shuffled.get(visit))));

        assertThat(actual).isEqualTo(expected);
        assertThat(both(visitors(6).products())).isNotEqualTo(expected.get(0));
    }

    @Test
    void pageRequestsTheCardsOfRelatedProducts() {
        Visit visit = visitors(3).products();
        List<Call> first = wave(visit);
        visit.related(List.of(31, 32));
        visit.nextWave();
        List<Call> cards = wave(visit);

        assertThat(first).filteredOn(call -> call.route() == Route.RELATED).hasSize(1);
        assertThat(cards)
                .extracting(Call::route)
                .containsExactly(Route.PRODUCT, Route.STYLES, Route.PRODUCT, Route.STYLES);
        assertThat(visit.requests()).isEqualTo(first.size() + 4);
    }

    @Test
    void tourOfWholePagesHasEveryRouteThatIsNotRare() {
        Visit visit = visitors(1).tour(Mix.PAGES);
        Set<Route> routes = EnumSet.noneOf(Route.class);
        wave(visit).forEach(call -> routes.add(call.route()));
        visit.found().question(5);
        visit.found().review(3, 7);
        visit.found().sku(9);
        while (visit.hasNextWave()) {
            assertThat(visit.think()).isZero();
            visit.nextWave();
            wave(visit).forEach(call -> routes.add(call.route()));
        }

        assertThat(routes)
                .isEqualTo(EnumSet.complementOf(
                        EnumSet.of(Route.ADD_REVIEW, Route.ADD_QUESTION, Route.VOTE_QUESTION, Route.VOTE_ANSWER)));
    }

    @ParameterizedTest
    @EnumSource(Mix.class)
    void mixRequestsItsRoutesAndNoOthers(Mix mix) {
        Visitors visitors = visitors(1);
        Set<Route> routes = EnumSet.noneOf(Route.class);
        for (int page = 0; page < 20_000; page++) {
            Visit visit = visitors.visit(mix);
            wave(visit).forEach(call -> routes.add(call.route()));
            visit.related(List.of(31));
            visit.found().question(5);
            visit.found().review(3, 7);
            visit.found().sku(9);
            while (visit.hasNextWave()) {
                visit.nextWave();
                wave(visit).forEach(call -> routes.add(call.route()));
            }
        }

        assertThat(routes).isEqualTo(Visitors.routes(mix));
    }

    @Test
    void tourHasEveryKindOfRequest() {
        List<Call> calls = wave(visitors(1).tour(Mix.PRODUCTS));

        for (Route route : EnumSet.range(Route.LIST, Route.RELATED)) {
            assertThat(calls).anyMatch(call -> call.route() == route && call.expect() == Expect.FOUND);
            assertThat(calls.stream().anyMatch(call -> call.route() == route && call.expect() == Expect.MISSING))
                    .isEqualTo(route != Route.LIST);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "7", "99", "101", "1000011"})
    void listsRequestExistingPages(int products) {
        Catalogue small = new Catalogue(products, products, List.of());
        Visitors visitors = new Visitors(small, () -> 1, new EntityTags(), 1);

        assertThat(Stream.generate(visitors::single)
                        .limit(20_000)
                        .map(visit -> wave(visit).get(0)))
                .filteredOn(call -> call.route() == Route.LIST)
                .isNotEmpty()
                .allMatch(call -> call.subject() >= 1 && call.subject() + call.number() - 1 <= products);
    }

    @Test
    void originalsEightRequestsTakeTurns() {
        Supplier<Visit> original = visitors(1).original();
        List<String> eight = Stream.generate(original)
                .limit(8)
                .map(visit -> wave(visit).get(0).path())
                .toList();

        assertThat(eight)
                .containsExactly(
                        "/products?page=1&count=5",
                        "/products/1",
                        "/products/454755",
                        "/products/999999",
                        "/products/700000/styles",
                        "/products/999999/styles",
                        "/products/700000/related",
                        "/products/999999/related");
        assertThat(wave(original.get()).get(0).path()).isEqualTo(eight.get(0));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 455", "1000011, 454755", "2000000, 454755"})
    void originalsRequestsScaleWithTheCatalogue(int products, int middle) {
        Catalogue other = new Catalogue(products, products, List.of());

        assertThat(other.idNear(454_755)).isEqualTo(middle);
        assertThat(other.idNear(1)).isEqualTo(1);
        assertThat(new Catalogue(3, 90, List.of(7, 40, 90)).idNear(999_999)).isEqualTo(90);
    }

    @Test
    void entityTagsAreBounded() {
        EntityTags known = new EntityTags();
        IntStream.range(0, 10_001).forEach(i -> known.saw("/" + i, "old"));
        known.saw("/5", "new");

        assertThat(known.etag("/5")).isEqualTo("new");
        assertThat(known.etag("/9999")).isEqualTo("old");
        assertThat(known.etag("/10000")).isNull();
    }

    private static Visitors visitors(long seed) {
        return new Visitors(CATALOGUE, Ids.of(ZIPF, CATALOGUE, seed), new EntityTags(), seed);
    }

    /** Returns the calls of whole visits; the original catalogue has 4 or 5 related products on average. */
    private static List<Call> calls(Supplier<Visit> visits, int count) {
        return Stream.generate(visits)
                .limit(count)
                .flatMap(visit -> both(visit).stream())
                .toList();
    }

    private static List<Call> both(Visit visit) {
        List<Call> calls = new ArrayList<>(wave(visit));
        int id = calls.get(0).subject();
        visit.related(IntStream.range(0, 4 + Math.floorMod(id, 2))
                .mapToObj(i -> id + i)
                .toList());
        visit.nextWave();
        calls.addAll(wave(visit));
        return calls;
    }

    private static List<Call> wave(Visit visit) {
        List<Call> calls = new ArrayList<>();
        while (visit.claim()) {
            calls.add(visit.next());
        }
        return calls;
    }

    private static double share(List<Call> calls, Predicate<Call> kind) {
        return (double) calls.stream().filter(kind).count() / calls.size();
    }
}
