package atelier.perf.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atelier.perf.result.Objectives;
import atelier.perf.result.Objectives.Limit;
import atelier.perf.settings.Profile;
import atelier.perf.settings.UsageException;
import atelier.perf.traffic.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectivesFileTest {
    @TempDir
    private Path folder;

    @Test
    void committedLimitsCoverEveryProfile() {
        assertThat(ObjectivesFile.read(Path.of("slo.yml")))
                .containsOnlyKeys(
                        Arrays.stream(Profile.values()).map(Profile::word).toList());
    }

    @Test
    void steadysLimitsAreAtLeastWhatTheOriginalReached() {
        Objectives steady =
                Objects.requireNonNull(ObjectivesFile.read(Path.of("slo.yml")).get("steady"));

        assertThat(steady.minRate()).isGreaterThanOrEqualTo(700);
        assertThat(steady.routes().keySet())
                .contains(Objectives.ALL)
                .containsAll(EnumSet.range(Route.LIST, Route.RELATED).stream()
                        .map(Route::template)
                        .toList());
        assertThat(steady.routes().values()).allSatisfy(limit -> {
            assertThat(limit.p99()).isLessThanOrEqualTo(70);
            assertThat(limit.errors()).isZero();
        });
    }

    @Test
    void limitsMayBeLeftOut() throws IOException {
        assertThat(ObjectivesFile.read(file("smoke: {minRate: 1.5}\nsoak: {routes: {all: {p99: 7, p999: 9}}}")))
                .isEqualTo(Map.of(
                        "smoke",
                        new Objectives(1.5, new TreeMap<>()),
                        "soak",
                        new Objectives(null, new TreeMap<>(Map.of("all", new Limit(null, 7, 9, null))))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stedy: {minRate: 1} | : unknown profile stedy; known are smoke, steady",
                "steady: {routes: {GET /product: {p99: 7}}} | : unknown route GET /product; known are all, GET /products",
                "steady: {routes: {all: {p98: 7}}} | , line 1: unknown key p98; the known keys are ",
                "steady: {minrate: 7} | , line 1: unknown key minrate; the known keys are ",
                "steady: {minRate: many} | , line 1: Cannot deserialize",
                "steady: {routes: {all: {p99: 7.5}}} | , line 1: Cannot coerce Floating-point value",
                "steady: {minRate: 7, minRate: 8} | , line 1: Duplicate field 'minRate'",
                "steady: | : a profile without limits; remove it",
                "steady: {routes: {all: }} | : a route without limits; remove it",
                "~ | : a profile without limits; remove it",
                "'' | , line ",
                "steady: { | , line ",
                "[1, 2] | , line 1: Cannot deserialize",
            })
    void unknownKeysAreRefused(String content, String reason) throws IOException {
        Path file = file(content);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ObjectivesFile.read(file))
                .withMessageStartingWith(file + reason);
    }

    @Test
    void missingFileIsNamed() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ObjectivesFile.read(folder.resolve("missing.yml")))
                .withMessageStartingWith(folder.resolve("missing.yml") + " cannot be read: ");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("slo.yml"), content);
    }
}
