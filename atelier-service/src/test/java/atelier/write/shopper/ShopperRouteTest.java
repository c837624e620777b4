package atelier.write.shopper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopperRouteTest {
    @ParameterizedTest
    @CsvSource({
        "/reviews, /reviews, ''",
        "/reviews, /reviewsx,",
        "/reviews, /review,",
        "/a/{id}, /a/5, 5",
        "/a/{id}, /a,",
        "/a/{id}, /a/5/6,",
        "/a/{id}/b, /a/x y/b, x y",
        "/a/{id}/b, /a//b,",
        "/a/{id}/b, /a/b,",
        "/a/{id}/b, /a/1/c,"
    })
    void aPathMatchesWithOneSegmentForTheVariable(String template, String path, @Nullable String variable) {
        ShopperRoute route =
                ShopperRoute.put(template, request -> CompletableFuture.completedFuture(ShopperReply.NO_CONTENT));

        assertThat(route.match(path)).isEqualTo(variable);
    }
}
