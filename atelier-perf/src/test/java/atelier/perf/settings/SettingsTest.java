package atelier.perf.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path project;

    @BeforeEach
    void writeLog() throws Exception {
        Files.writeString(project.resolve("access.log"), "");
    }

    @Test
    void everySettingHasItsDefault() {
        assertThat(settings())
                .isEqualTo(new Settings(
                        List.of("http://localhost:8080"),
                        Optional.empty(),
                        Profile.STEADY,
                        OptionalDouble.of(700),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(15),
                        Mix.PAGES,
                        new IdChoice(1, null),
                        1,
                        Optional.empty(),
                        1,
                        false,
                        HttpVersion.ONE,
                        BaselineMode.AUTO,
                        project.resolve("atelier-perf/slo.yml"),
                        List.of("localhost:8081")));
    }

    @ParameterizedTest
    @CsvSource({
        "embedded, PAGES",
        "http://localhost, PAGES",
        "http://127.0.0.1:8080/api, PAGES",
        "https://[::1]:8443, PAGES",
        "http://10.0.1.11:8080, READS",
        "http://localhost.example:8080, READS",
        "'http://localhost:8080,http://shop.example', READS"
    })
    void onlyThisMachineIsWrittenToByDefault(String target, Mix mix) {
        assertThat(settings("target=" + target).mix()).isEqualTo(mix);
        assertThat(settings("target=" + target, "mix=pages").mix()).isEqualTo(Mix.PAGES);
    }

    @Test
    void everySettingCanBeSet() {
        assertThat(settings("mix=flat").mix()).isEqualTo(Mix.FLAT);
        assertThat(settings(
                        "target=https://a.example/prefix/, https://b.example:81",
                        "authority=access.log",
                        "profile=replay",
                        "rate=12.5",
                        "duration=2m",
                        "warmup=0s",
                        "ids=zipf:0.9@5..70",
                        "seed=-3",
                        "log=access.log",
                        "votes=on",
                        "http=2",
                        "baseline=record",
                        "slo=access.log",
                        "admin=a.example:8081,[::1]:9"))
                .isEqualTo(new Settings(
                        List.of("https://a.example/prefix", "https://b.example:81"),
                        Optional.of(project.resolve("access.log")),
                        Profile.REPLAY,
                        OptionalDouble.of(12.5),
                        Duration.ofMinutes(2),
                        Duration.ZERO,
                        Mix.READS,
                        new IdChoice(0.9, new IdChoice.Range(5, 70)),
                        -3,
                        Optional.of(project.resolve("access.log")),
                        1,
                        true,
                        HttpVersion.TWO,
                        BaselineMode.RECORD,
                        project.resolve("access.log"),
                        List.of("a.example:8081", "[::1]:9")));
        assertThat(settings("profile=replay", "log=access.log", "speed=2.5").speed())
                .isEqualTo(2.5);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void everyProfileHasItsOwnRateAndDurations(Profile profile) {
        Settings settings =
                settings("profile=" + profile.word(), profile == Profile.REPLAY ? "log=access.log" : "seed=1");

        assertThat(settings.profile()).isEqualTo(profile);
        assertThat(settings.rate().isPresent()).isEqualTo(profile != Profile.REPLAY);
        assertThat(settings.duration()).isEqualTo(profile.duration()).isGreaterThanOrEqualTo(profile.leastDuration());
        assertThat(settings.warmup()).isEqualTo(profile.warmup());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    target=localhost:8080 | neither http[s]://host[:port][/prefix] nor embedded
                    target=ftp://host | neither http[s]://host[:port][/prefix] nor embedded
                    target=http:// | Expected authority at index 7: http://
                    target=http://host:99999 | neither http[s]://host[:port][/prefix] nor embedded
                    target=http://host?a=b | neither http[s]://host[:port][/prefix] nor embedded
                    target=http://host, | neither http[s]://host[:port][/prefix] nor embedded
                    profile=steddy | not one of smoke, steady, capacity, stress, soak, replay, original
                    profile=STEADY | not one of smoke, steady, capacity, stress, soak, replay, original
                    rate=0 | not above 0 and at most 100,000
                    rate=-1 | not above 0 and at most 100,000
                    rate=NaN | not above 0 and at most 100,000
                    rate=100001 | not above 0 and at most 100,000
                    rate=many | not a number
                    duration=60 | not a duration in whole seconds, minutes or hours: 90s, 5m, 1h
                    duration=1.5m | not a duration in whole seconds, minutes or hours: 90s, 5m, 1h
                    duration=-5s | not a duration in whole seconds, minutes or hours: 90s, 5m, 1h
                    duration=0s | not between 1s and 24h
                    duration=25h | not between 1s and 24h
                    warmup=2 | not a duration in whole seconds, minutes or hours: 90s, 5m, 1h
                    warmup=25h | not between 0s and 24h
                    mix=page | not one of pages, reads, products, flat
                    ids=random | neither uniform nor zipf nor zipf:1.1, nor one of them with a range such as @1..1000
                    ids=zipf@1-5 | neither uniform nor zipf nor zipf:1.1, nor one of them with a range such as @1..1000
                    ids=uniform:1 | neither uniform nor zipf nor zipf:1.1, nor one of them with a range such as @1..1000
                    ids=zipf:0 | the exponent of zipf must be above 0 and at most 5
                    ids=zipf:5.1 | the exponent of zipf must be above 0 and at most 5
                    ids=zipf@0..5 | a range must begin at 1 or above, and must not end before it begins
                    ids=zipf@6..5 | a range must begin at 1 or above, and must not end before it begins
                    seed=one | not a number
                    seed=1.5 | not a number
                    speed=0 | not above 0 and at most 1,000
                    speed=1001 | not above 0 and at most 1,000
                    votes=yes | neither on nor off
                    http=1 | neither 1.1 nor 2
                    baseline=on | not one of auto, compare, record, off
                    admin=localhost | not host:port
                    admin=http://localhost:8081 | not host:port
                    admin=localhost:8081/metrics | not host:port
                    admin=a:1, | Expected authority at index 7: http://
                    """)
    void wrongValueIsExplained(String given, String reason) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings(given))
                .withMessageStartingWith("-D" + given + ": " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "slo", "authority"})
    void missingFileIsReported(String setting) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("profile=replay", "log=access.log", setting + "=missing"))
                .withMessage("-D" + setting + "=missing: no readable file at " + project.resolve("missing"));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("profile=replay", "log=access.log", setting + "=."))
                .withMessage("-D" + setting + "=.: no readable file at " + project);
    }

    @ParameterizedTest
    @CsvSource({"capacity, 2, 3", "stress, 11, 12", "soak, 3, 4"})
    void durationThatIsTooShortToJudgeIsRefused(String profile, int seconds, int least) {
        assertThat(settings("profile=" + profile, "duration=" + least + "s").duration())
                .hasSeconds(least);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("profile=" + profile, "duration=" + seconds + "s"))
                .withMessage("-Dduration=%ss: not between %ss and 24h".formatted(seconds, least));
    }

    @Test
    void onlyAReplayTakesALogAndOneSpeed() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("profile=replay"))
                .withMessage("replay needs -Dlog=FILE, an access log of nginx or Apache");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("log=access.log"))
                .withMessage("-Dlog requires -Dprofile=replay, but the profile is steady");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("profile=replay", "log=access.log", "rate=5", "speed=2"))
                .withMessage("-Drate and -Dspeed both set the speed of the replay; set only one of them");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            profile=original mix=flat | -Dmix does not apply to original, whose requests are fixed
            profile=original ids=uniform | -Dids does not apply to original, whose requests are fixed
            profile=replay log=access.log mix=flat | -Dmix does not apply to replay, whose requests are fixed
            authority=access.log target=http://https:1 | -Dauthority requires an https target
            authority=access.log target=embedded | -Dauthority requires an https target
            votes=on | -Dvotes requires -Dprofile=replay, but the profile is steady
            http=2 | -Dhttp=2 requires an https target, such as nginx with NGINX_TLS=on: nodes speak HTTP/1.1
            http=2 target=embedded | -Dhttp=2 requires an https target, such as nginx with NGINX_TLS=on: nodes speak HTTP/1.1
            speed=2 | -Dspeed requires -Dprofile=replay, but the profile is steady
            """)
    void settingThatDoesNotApplyIsRefused(String given, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings(given.split(" ")))
                .withMessage(message);
    }

    @Test
    void allMistakesAreReportedTogether() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("rate=many", "mix=page", "profile=replay", "seed=x", "target=host"))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines())
                        .hasSize(6)
                        .anyMatch(line -> line.startsWith("-Drate=many"))
                        .anyMatch(line -> line.startsWith("-Dmix=page"))
                        .anyMatch(line -> line.startsWith("-Dseed=x"))
                        .anyMatch(line -> line.startsWith("-Dtarget=host"))
                        .anyMatch(line -> line.startsWith("replay needs")));
    }

    @Test
    void blankValueIsTheDefault() {
        assertThat(settings("rate= ", "target=", "profile=", "log= ", "slo=")).isEqualTo(settings());
    }

    @Test
    void onlyTheDefaultTargetHasADefaultAdminPort() {
        assertThat(settings("target=http://localhost:9090").admin()).isEmpty();
        assertThat(settings("admin=none").admin()).isEmpty();
        assertThat(settings("target=embedded").embedded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "zipf:0.9", "zipf:1.0@1..1000", "uniform@3..3"})
    void idChoiceIsWrittenAsGiven(String word) {
        assertThat(IdChoice.of(word).word()).isEqualTo(word);
        assertThat(IdChoice.of(IdChoice.of(word).word())).isEqualTo(IdChoice.of(word));
    }

    @Test
    void wordsHaveEverySettingInTheDocumentationsOrder() {
        Map<String, String> words = settings("rate=12.5", "target=embedded").words();

        assertThat(words.keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::word).toList());
        assertThat(words)
                .containsEntry("rate", "12.5")
                .containsEntry("duration", "60s")
                .containsEntry("log", "none")
                .containsEntry("admin", "its own")
                .containsEntry("target", "embedded");
    }

    @Test
    void pathThatCannotBeUsedIsNamedWithItsSettingAndTheLocale() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> settings("profile=replay", "log=a\0b"))
                .withMessageStartingWith("-Dlog=a\0b: the path a\0b cannot be used: ")
                .withMessageEndingWith("so set LC_ALL=C.UTF-8 for other characters");
    }

    @Test
    void messagesDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> settings("rate=0"))
                    .withMessageEndingWith("at most 100,000");
        } finally {
            Locale.setDefault(before);
        }
    }

    private Settings settings(String... given) {
        Map<String, String> values = new HashMap<>();
        for (String setting : given) {
            values.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return Settings.of(values::get, project);
    }
}
