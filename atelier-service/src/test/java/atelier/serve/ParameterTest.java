package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ClientErrorException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {
    private static final Parameter ID = Parameter.id("product_id", 422, "Error: invalid product_id provided");
    private static final Parameter COUNT = Parameter.lenient("count", 5);
    private static final Parameter SORT = Parameter.choice("sort", "relevant", "newest", "helpful");

    private static long fast(Parameter parameter, String text) {
        return parameter.parse("?" + text + "&", 1, 1 + text.length());
    }

    /** Frontends send all of these. */
    @ParameterizedTest
    @CsvSource({
        "'', 5",
        "0, 5",
        "000, 5",
        "-1, 5",
        "5.5, 5",
        "hello, 5",
        "undefined, 5",
        "+7, 5",
        "1e3, 5",
        "٣, 5",
        "1, 1",
        "007, 7",
        "9007199254740991, 9007199254740991",
        "999999999999999999, 999999999999999999"
    })
    void aLenientNumberReplacesWhatIsNoneByItsDefault(String text, long value) {
        assertThat(COUNT.parse(text)).isEqualTo(value);
        assertThat(fast(COUNT, text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 5",
        "99999999999999999999, 5",
        "%31%30, 10",
        "1%30, 10",
        "-%31, 5"
    })
    void jerseyReadsALenientNumberThatIsUnusual(String text, long value) {
        assertThat(fast(COUNT, text)).isZero();
        assertThat(COUNT.parse(URLDecoder.decode(text, StandardCharsets.UTF_8))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "relevant, 1",
        "newest, 2",
        "helpful, 3",
        "'', 1",
        "Newest, 1",
        "newest+, 1",
        "newes, 1",
        "newestt, 1",
        "relevance, 1",
        "undefined, 1"
    })
    void aChoiceReplacesWhatIsNoneByItsFirst(String text, long value) {
        assertThat(SORT.parse(text)).isEqualTo(value);
        assertThat(fast(SORT, text)).isEqualTo(value);
    }

    @Test
    void jerseyReadsAChoiceThatNeedsDecoding() {
        assertThat(fast(SORT, "n%65west")).isZero();
        assertThat(SORT.parse("newest")).isEqualTo(2);
    }

    @Test
    void aMissingParameterHasItsDefault() {
        assertThat(COUNT.parse(null)).isEqualTo(5);
        assertThat(SORT.parse(null)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "undefined", "hello", "5.55", "0", "-5", "2147483648", "99999999999999999999", "5 "})
    void anIdThatIsNoneIsRefusedWithTheStatusOfItsRoute(String text) {
        assertThat(fast(ID, text)).isZero();
        assertThatThrownBy(() -> ID.parse(text))
                .isInstanceOfSatisfying(
                        ClientErrorException.class,
                        refusal -> assertThat(refusal.getResponse().getStatus()).isEqualTo(422))
                .hasMessage("Error: invalid product_id provided");
    }

    @Test
    void anIdIsNeeded() {
        assertThatThrownBy(() -> ID.parse(null)).hasMessage("Error: invalid product_id provided");
        assertThat(ID.isNeeded()).isTrue();
        assertThat(List.of(COUNT, SORT)).noneMatch(Parameter::isNeeded);
    }
}
