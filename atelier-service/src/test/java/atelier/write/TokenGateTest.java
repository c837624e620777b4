package atelier.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGateTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String RIGHT = "Bearer " + TOKEN;
    private static final String WRONG = "Bearer 1123456789abcdef0123456789abcdef";

    private long now;
    private final TokenGate gate = new TokenGate(new Tokens(new WriteSettings("alice:" + TOKEN, null)), () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static boolean isHeard(long wait) {
        return wait == 0;
    }

    @Test
    void aRightTokenPassesHoweverOften() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.owner(RIGHT)).contains("alice");
        }
        assertThat(gate.owner("bearer  " + TOKEN + " ")).contains("alice");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic 0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef",
                "Bearer 0123456789abcdef0123456789abcdef x",
                "Bearer alice:0123456789abcdef0123456789abcdef",
                "Bearer 0123456789ABCDEF0123456789abcdef"
            })
    void everythingElseIsRefused(@Nullable String authorization) {
        assertThat(gate.owner(authorization)).isEmpty();
        assertThat(gate.refuse("1.1.1.1", authorization)).isZero();
    }

    @Test
    void aRequestWithoutATokenIsNoAttempt() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.refuse("1.1.1.1", null)).isZero();
        }
    }

    @Test
    void afterTenWrongTokensAnAddressMayTryOneASecond() {
        for (int i = 0; i < 10; i++) {
            assertThat(gate.refuse("1.1.1.1", WRONG)).isZero();
        }

        assertThat(gate.refuse("1.1.1.1", WRONG)).isEqualTo(1);
        assertThat(gate.refuse("2.2.2.2", WRONG)).isZero();

        pass(Duration.ofMillis(900));
        assertThat(gate.refuse("1.1.1.1", WRONG)).isEqualTo(1);
        pass(Duration.ofMillis(200));
        assertThat(gate.refuse("1.1.1.1", WRONG)).isZero();
        assertThat(gate.refuse("1.1.1.1", WRONG)).isEqualTo(1);
    }

    @Test
    void wrongTokensOfManyAddressesLockNoRightTokenOut() {
        for (int second = 0; second < 60; second++) {
            for (int address = 0; address < 250; address++) {
                gate.refuse("10.0.0." + address, WRONG);
            }
            pass(Duration.ofSeconds(1));

            // From an address that has itself sent wrong tokens, too.
            assertThat(gate.owner(RIGHT)).contains("alice");
        }
    }

    @Test
    void attemptsFromManyAddressesAreLimitedTogether() {
        int heard = 0;
        for (int second = 0; second < 60; second++) {
            for (int attempt = 0; attempt < 1_000; attempt++) {
                heard +=
                        isHeard(gate.refuse("10." + second + "." + attempt / 250 + "." + attempt % 250, WRONG)) ? 1 : 0;
            }
            pass(Duration.ofSeconds(1));
        }

        assertThat(heard).isBetween(100 + 59 * 10 - 5, 100 + 60 * 10);
    }

    @Test
    void unusedAttemptsDoNotAccumulate() {
        pass(Duration.ofDays(1));

        int heard = 0;
        for (int attempt = 0; attempt < 50; attempt++) {
            heard += isHeard(gate.refuse("1.1.1.1", WRONG)) ? 1 : 0;
        }

        assertThat(heard).isEqualTo(10);
    }
}
