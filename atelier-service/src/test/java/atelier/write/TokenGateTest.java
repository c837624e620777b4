package atelier.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void letsInWhoHasATokenHoweverOften() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.judge("1.1.1.1", RIGHT)).isEqualTo(new Admission("alice", 0));
        }
        assertThat(gate.judge("1.1.1.1", "bearer  " + TOKEN + " ").isGranted()).isTrue();
    }

    @ParameterizedTest
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
    void refusesEverythingElse(String authorization) {
        assertThat(gate.judge("1.1.1.1", authorization)).isEqualTo(Admission.REFUSED);
        assertThat(gate.judge("1.1.1.1", null)).isEqualTo(Admission.REFUSED);
    }

    @Test
    void afterTenWrongGuessesAnAddressGetsOneASecondAndIsNotListenedToMeanwhile() {
        for (int i = 0; i < 10; i++) {
            assertThat(gate.judge("1.1.1.1", WRONG)).isEqualTo(Admission.REFUSED);
        }

        assertThat(gate.judge("1.1.1.1", WRONG)).isEqualTo(new Admission("", 1));
        assertThat(gate.judge("1.1.1.1", RIGHT)).isEqualTo(new Admission("", 1));
        assertThat(gate.judge("2.2.2.2", RIGHT).isGranted()).isTrue();

        pass(Duration.ofMillis(900));
        assertThat(gate.judge("1.1.1.1", RIGHT).retryAfter()).isEqualTo(1);
        pass(Duration.ofMillis(200));
        assertThat(gate.judge("1.1.1.1", WRONG)).isEqualTo(Admission.REFUSED);
        assertThat(gate.judge("1.1.1.1", WRONG).retryAfter()).isEqualTo(1);
    }

    @Test
    void aTryFromManyAddressesIsSlowedAsWell() {
        int heard = 0;
        for (int second = 0; second < 60; second++) {
            for (int guess = 0; guess < 1_000; guess++) {
                heard += gate.judge("10." + second + "." + guess / 250 + "." + guess % 250, WRONG)
                                .equals(Admission.REFUSED)
                        ? 1
                        : 0;
            }
            pass(Duration.ofSeconds(1));
        }

        assertThat(heard).isBetween(100 + 59 * 10 - 5, 100 + 60 * 10);
    }

    @Test
    void guessesThatWereNotMadeDoNotPileUp() {
        pass(Duration.ofDays(1));

        int heard = 0;
        for (int guess = 0; guess < 50; guess++) {
            heard += gate.judge("1.1.1.1", WRONG).equals(Admission.REFUSED) ? 1 : 0;
        }

        assertThat(heard).isEqualTo(10);
    }
}
