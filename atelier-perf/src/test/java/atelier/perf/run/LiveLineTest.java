package atelier.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.schedule.ErrorLimit;
import atelier.perf.schedule.LoadCurve;
import atelier.perf.schedule.PacedPlan;
import atelier.perf.schedule.Phase;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.EntityTags;
import atelier.perf.traffic.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Phase warmup = phase();
    private final Phase measured = phase();
    private final Load load =
            new Load(Optional.of(warmup), measured, List.of(), new Catalogue(1, 1, List.of()), new EntityTags());

    @Test
    void lineIsEmptyBeforeTheLoadBegins() {
        assertThat(line(false)).isEmpty();
    }

    @Test
    void lineShowsProgressAndLatencies() {
        measured.next();
        nanos.set(Phase.LEAD.plusSeconds(10).toNanos());
        measured.recording().add("GET /products", 9, 12_000_000, null);
        measured.recording().add("GET /products", 9, 12_000_000, "no response");

        assertThat(line(false)).isEqualTo(" 10 s of 60 s   0/s of 10/s   p50 12.0 ms  p99 12.0 ms   1 failed of 2");
        assertThat(line(true)).startsWith("[####--------------------]  10 s of 60 s");
    }

    private String line(boolean terminal) {
        return new LiveLine(load, terminal, System.out).line();
    }

    private Phase phase() {
        return new Phase(
                new PacedPlan(LoadCurve.constant(Duration.ofSeconds(60), 10), () -> new Visit(Call.product(1)), 1, 1),
                ErrorLimit.NONE,
                nanos::get);
    }
}
