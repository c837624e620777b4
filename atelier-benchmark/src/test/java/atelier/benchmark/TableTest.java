package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table TABLE = new Table(
            List.of("name", "figure", "verdict"), List.of(List.of("start", "1.50 s", "OK"), List.of("a|b", "12", "")));

    @Test
    void columnsAreAligned() {
        assertThat(TABLE.text()).isEqualTo("""
                name   figure  verdict
                start  1.50 s  OK
                a|b        12
                """);
    }

    @Test
    void markdownEscapesBars() {
        assertThat(TABLE.markdown()).isEqualTo("""
                | name | figure | verdict |
                |---|--:|---|
                | start | 1.50 s | OK |
                | a\\|b | 12 |  |
                """);
    }
}
