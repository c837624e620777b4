package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestStreamsTest {
    private final RequestStreams requests = new RequestStreams(12);

    @Test
    void coldStreamsReachEveryIdAndPage() {
        assertThat(paths(requests.cold(RequestStreams::product, false, "")))
                .hasSize(12)
                .contains("/products/1", "/products/12");
        assertThat(paths(requests.cold(RequestStreams::list, true, "")))
                .containsExactlyInAnyOrder(
                        "/products?page=1&count=5", "/products?page=2&count=5", "/products?page=3&count=5");
        assertThat(paths(new RequestStreams(5_000).cached(RequestStreams::product, false, "")))
                .doesNotContain("/products/1001")
                .hasSizeGreaterThan(900);
    }

    @Test
    void oddUrlsAreOtherSpellingsOfCachedOnes() {
        assertThat(paths(requests.odd()))
                .contains(
                        "/products/3/",
                        "/products/12/styles?utm_source=letter",
                        "/products?count=5&page=2",
                        "/products?page=%31&count=5")
                .hasSize(12 + 12 + 3 + 1);
    }

    @Test
    void freshStreamsReachEveryIdAndNoOther() {
        assertThat(paths(RequestStreams.fresh(new RequestStreams.Ids("/reviews/meta?product_id=%s", 3, 5))))
                .containsExactlyInAnyOrder(
                        "/reviews/meta?product_id=3", "/reviews/meta?product_id=4", "/reviews/meta?product_id=5");
    }

    @Test
    void unknownProductsAreRequestedTwice() {
        List<String> requested = Stream.generate(requests.unknown())
                .limit(4)
                .map(RequestStreamsTest::path)
                .toList();

        assertThat(requested.get(1)).isEqualTo(requested.get(0));
        assertThat(requested.get(3)).isEqualTo(requested.get(2)).isNotEqualTo(requested.get(0));
    }

    @Test
    void streamsAreTheSameInEveryRun() {
        assertThat(Stream.generate(requests.pageViews()).limit(100).map(RequestStreamsTest::path))
                .containsExactlyElementsOf(Stream.generate(requests.pageViews())
                        .limit(100)
                        .map(RequestStreamsTest::path)
                        .toList());
    }

    private static Set<String> paths(Supplier<Request> requested) {
        return Stream.generate(requested)
                .limit(10_000)
                .map(RequestStreamsTest::path)
                .collect(Collectors.toSet());
    }

    private static String path(Request request) {
        return new String(request.bytes(), StandardCharsets.ISO_8859_1).split(" ", -1)[1];
    }
}
