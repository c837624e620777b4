package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.util.DataSize;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(DataSize.mebibytes(64));

    @Test
    void everyValueGetsAPlaceWhileThereIsRoom() {
        assertThat(IntStream.range(0, 100_000).allMatch(admission::admits)).isTrue();
    }

    @Test
    void aFullCacheTakesAValueAtItsSecondLookup() {
        admission.fill();

        assertThat(admission.admits(7)).isFalse();
        assertThat(admission.admits(7)).isTrue();
        assertThat(admission.admits(7)).isTrue();
    }

    @Test
    void mostOfAsManyKeysAsThereAreValuesInTheCacheAreRemembered() {
        admission.fill();
        IntStream.rangeClosed(1, 13_000).forEach(admission::admits);

        long admitted =
                IntStream.rangeClosed(1, 13_000).filter(admission::admits).count();

        assertThat(admitted).isGreaterThan(8_000);
    }

    @Test
    void fewOfManyKeysThatAreRequestedEquallyOftenGetAPlace() {
        admission.fill();

        long admitted = new Random(1)
                .ints(1_000_000, 1, 300_001)
                .filter(admission::admits)
                .count();

        assertThat(admitted).isLessThan(110_000);
    }

    @Test
    void aKeyThatWasLookedUpLongAgoIsForgotten() {
        admission.fill();
        admission.admits(0);
        IntStream.rangeClosed(1, 1_000_000).forEach(admission::admits);

        assertThat(admission.admits(0)).isFalse();
    }

    @Test
    void aCacheWithoutMemoryNeedsAlmostNone() {
        Admission none = new Admission(DataSize.bytes(0));
        none.fill();

        assertThat(none.admits("a")).isFalse();
    }
}
