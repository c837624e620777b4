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

        given.setProperty("rounds", "0");
        assertThatThrownBy(() -> Options.of(given)).hasMessage("-Drounds=0 must be above 0");
    }
}
