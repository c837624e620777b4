package atelier.perf.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final Fingerprint RECORDED = fingerprint(
            "embedded", "profile steady, rate 700, duration 60s, ids zipf:1.0, votes off, timed from due", "laptop");

    @Test
    void equalConditionsHaveNoDifferences() {
        assertThat(RECORDED.differences(RECORDED)).isEmpty();
    }

    @Test
    void onlyTheSettingsThatDifferAreNamed() {
        Fingerprint run = fingerprint(
                "http://localhost:8080",
                "profile steady, rate 700, duration 10s, ids zipf:1.0, votes off, timed from due",
                "server, 8 cores");

        assertThat(run.differences(RECORDED))
                .containsExactly(
                        "target http://localhost:8080, not embedded",
                        "duration 10s, not 60s",
                        "machine server, 8 cores, not laptop");
    }

    @Test
    void settingsOfOneLoadOnlyAreNamed() {
        Fingerprint run =
                fingerprint("embedded", "profile steady, rate 700, duration 60s, http 2, 1,234 lines", "laptop");

        assertThat(run.differences(RECORDED))
                .containsExactly(
                        "http 2, not set",
                        "lines 1,234, not set",
                        "ids not set, not zipf:1.0",
                        "votes not set, not off",
                        "timed not set, not from due");
    }

    private static Fingerprint fingerprint(String target, String load, String machine) {
        return new Fingerprint(target, load, "1,000 products", machine, "17");
    }
}
