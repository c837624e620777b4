package atelier.perf.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run. Relative paths start at the project's root.
 *
 * @param targets base addresses without a trailing slash; empty for the embedded service
 * @param authority certificates to trust besides the usual ones
 * @param rate requests per second; empty for a replay at {@code speed}
 * @param votes whether a replay has the log's votes too
 * @param admin admin ports, {@code host:port}; empty for none
 */
public record Settings(
        List<String> targets,
        Optional<Path> authority,
        Profile profile,
        OptionalDouble rate,
        Duration duration,
        Duration warmup,
        Mix mix,
        IdChoice ids,
        long seed,
        Optional<Path> log,
        double speed,
        boolean votes,
        HttpVersion http,
        BaselineMode baseline,
        Path slo,
        List<String> admin) {
    static final String EMBEDDED = "embedded";
    static final String NONE = "none";

    /**
     * Reads and checks all settings.
     *
     * @param values returns the value of a setting, or null if it is not set, such as {@code System::getProperty}
     * @throws UsageException naming all mistakes, one per line
     */
    public static Settings of(UnaryOperator<@Nullable String> values, Path project) {
        Reader reader = new Reader(values);
        Profile profile = reader.read(Setting.PROFILE, text -> Parsers.choice(Profile.class, text), Profile.STEADY);
        List<String> targets = reader.read(Setting.TARGET, Parsers::targets, List.of());
        Optional<Path> authority = reader.read(
                Setting.AUTHORITY,
                text -> Optional.of(Parsers.readable(project.resolve(text))),
                Optional.<Path>empty());
        OptionalDouble rate = reader.read(
                Setting.RATE,
                text -> OptionalDouble.of(Parsers.positive(text, 100_000)),
                profile.rate() == 0 ? OptionalDouble.empty() : OptionalDouble.of(profile.rate()));
        Duration duration = reader.read(
                Setting.DURATION, text -> Parsers.duration(text, profile.leastDuration()), profile.duration());
        Duration warmup = reader.read(Setting.WARMUP, text -> Parsers.duration(text, Duration.ZERO), profile.warmup());
        Mix mix = reader.read(
                Setting.MIX,
                text -> Parsers.choice(Mix.class, text),
                targets.stream().allMatch(Parsers::isThisMachine) ? Mix.PAGES : Mix.READS);
        IdChoice ids = reader.read(Setting.IDS, IdChoice::of, IdChoice.of(Setting.IDS.usual()));
        long seed = reader.read(Setting.SEED, Long::parseLong, 1L);
        Optional<Path> log = reader.read(
                Setting.LOG, text -> Optional.of(Parsers.readable(project.resolve(text))), Optional.<Path>empty());
        double speed = reader.read(Setting.SPEED, text -> Parsers.positive(text, 1000), 1.0);
        boolean votes = reader.read(Setting.VOTES, Parsers::isOn, false);
        HttpVersion http = reader.read(Setting.HTTP, Parsers::httpVersion, HttpVersion.ONE);
        BaselineMode baseline =
                reader.read(Setting.BASELINE, text -> Parsers.choice(BaselineMode.class, text), BaselineMode.AUTO);
        Path slo = reader.read(
                Setting.SLO, text -> Parsers.readable(project.resolve(text)), project.resolve(Setting.SLO.usual()));
        List<String> admin = reader.read(Setting.ADMIN, Parsers::addresses, admin(targets));
        if (authority.isPresent() && targets.stream().noneMatch(target -> target.startsWith("https:"))) {
            reader.wrong("-Dauthority requires an https target");
        }
        if (profile == Profile.REPLAY && !reader.has(Setting.LOG)) {
            reader.wrong("replay needs -Dlog=FILE, an access log of nginx or Apache");
        }
        if (profile != Profile.REPLAY && log.isPresent()) {
            reader.wrong("-Dlog requires -Dprofile=replay, but the profile is " + profile.word());
        }
        if (profile != Profile.REPLAY && reader.has(Setting.SPEED)) {
            reader.wrong("-Dspeed requires -Dprofile=replay, but the profile is " + profile.word());
        }
        if (profile != Profile.REPLAY && reader.has(Setting.VOTES)) {
            reader.wrong("-Dvotes requires -Dprofile=replay, but the profile is " + profile.word());
        }
        if (http == HttpVersion.TWO
                && (targets.isEmpty() || !targets.stream().allMatch(target -> target.startsWith("https:")))) {
            reader.wrong("-Dhttp=2 requires an https target, such as nginx with NGINX_TLS=on: nodes speak HTTP/1.1");
        }
        List<Setting> pointless = switch (profile) {
            case ORIGINAL -> List.of(Setting.MIX, Setting.IDS);
            case REPLAY -> List.of(Setting.MIX);
            default -> List.of();
        };
        pointless.stream()
                .filter(reader::has)
                .forEach(setting -> reader.wrong("-D%s does not apply to %s, whose requests are fixed"
                        .formatted(setting.word(), profile.word())));
        if (profile == Profile.REPLAY && reader.has(Setting.RATE) && reader.has(Setting.SPEED)) {
            reader.wrong("-Drate and -Dspeed both set the speed of the replay; set only one of them");
        }
        boolean usesBaseline = baseline == BaselineMode.COMPARE || baseline == BaselineMode.RECORD;
        if (usesBaseline && !profile.isComparable()) {
            reader.wrong("-Dbaseline=%s applies to steady, soak, replay and original, but the profile is %s"
                    .formatted(word(baseline), profile.word()));
        }
        reader.finish();
        return new Settings(
                targets, authority, profile, rate, duration, warmup, mix, ids, seed, log, speed, votes, http, baseline,
                slo, admin);
    }

    /** Returns all settings as text, in the order of the documentation. */
    public Map<String, String> words() {
        Map<Setting, String> words = new EnumMap<>(Setting.class);
        words.put(Setting.TARGET, embedded() ? EMBEDDED : String.join(",", targets));
        words.put(
                Setting.AUTHORITY,
                authority.map(file -> file.getFileName().toString()).orElse(NONE));
        words.put(Setting.PROFILE, profile.word());
        words.put(Setting.RATE, rate.isEmpty() ? "as logged" : number(rate.getAsDouble()));
        words.put(Setting.DURATION, duration.toSeconds() + "s");
        words.put(Setting.WARMUP, warmup.toSeconds() + "s");
        words.put(Setting.MIX, profile == Profile.ORIGINAL || profile == Profile.REPLAY ? "fixed" : word(mix));
        words.put(Setting.IDS, ids.word());
        words.put(Setting.SEED, Long.toString(seed));
        words.put(Setting.LOG, log.map(file -> file.getFileName().toString()).orElse(NONE));
        words.put(Setting.SPEED, number(speed));
        words.put(Setting.VOTES, votes ? "on" : "off");
        words.put(Setting.HTTP, http.word());
        words.put(Setting.BASELINE, word(baseline));
        words.put(Setting.SLO, slo.getFileName().toString());
        words.put(Setting.ADMIN, embedded() ? "its own" : admin.isEmpty() ? NONE : String.join(",", admin));
        Map<String, String> byName = new LinkedHashMap<>();
        words.forEach((setting, value) -> byName.put(setting.word(), value));
        return byName;
    }

    private static String number(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** Tells whether the run starts the service. */
    public boolean embedded() {
        return targets.isEmpty();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the default admin port of the default target, and none for other targets. */
    private static List<String> admin(List<String> targets) {
        return targets.equals(List.of(Setting.TARGET.usual())) ? List.of("localhost:8081") : List.of();
    }
}
