package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.perf.settings.UsageException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private final Properties given = new Properties();

    @Test
    void everythingIsMeasuredUnlessNamesAreGiven() {
        assertThat(Options.of(given).wants("cached list")).isTrue();

        given.setProperty("only", "304, cached-list");
        Options options = Options.of(given);

        assertThat(options.wants("304 styles")).isTrue();
        assertThat(options.wants("cached list")).isTrue();
        assertThat(options.wants("cached styles")).isFalse();
    }

    @Test
    void invalidValuesAreRefused() {
        given.setProperty("rounds", "many");
        assertThatThrownBy(() -> Options.of(given))
                .isInstanceOf(UsageException.class)
                .hasMessage("-Drounds=many is not a whole number");

        given.setProperty("rounds", "5");
        given.setProperty("reviewedProducts", "1e6");
        assertThatThrownBy(() -> Options.of(given)).hasMessage("-DreviewedProducts=1e6 is not a whole number");

        given.setProperty("reviewedProducts", "");
        given.setProperty("rounds", "0");
        assertThatThrownBy(() -> Options.of(given)).hasMessage("-Drounds=0 must be 1 or more");
    }

    @Test
    void longTablesAreMeasuredOnlyIfTheyAreNamed() {
        assertThat(Options.of(given).wantsByName("warm-ups")).isFalse();
        assertThat(Options.of(given).warmUps()).containsExactly(0, 250, 500, 1_000, 2_000);

        given.setProperty("only", "warm-ups");
        given.setProperty("warmUpRequests", "0, 300");
        given.setProperty("jvms", "-XX:+UseSerialGC -Xmx192m; -XX:+UseZGC");
        Options options = Options.of(given);

        assertThat(options.wantsByName("warm-ups")).isTrue();
        assertThat(options.wantsByName("collectors")).isFalse();
        assertThat(options.warmUps()).containsExactly(0, 300);
        assertThat(options.jvms()).containsExactly("-XX:+UseSerialGC -Xmx192m", "-XX:+UseZGC");
        given.setProperty("warmUpRequests", "0,-1");
        assertThatThrownBy(() -> Options.of(given)).hasMessage("-DwarmUpRequests=-1 must be 0 or more");
    }
}
