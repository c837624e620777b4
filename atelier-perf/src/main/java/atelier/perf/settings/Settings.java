package atelier.perf.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run. Relative paths are seen from the project's root.
 *
 * @param targets base addresses without a slash at the end; empty for the embedded service
 * @param rate requests per second; empty for a replay at {@code speed}
 * @param admin admin ports, {@code host:port}; empty for none
 */
public record Settings(
        List<String> targets,
        Profile profile,
        OptionalDouble rate,
        Duration duration,
        Duration warmup,
        Mix mix,
        IdChoice ids,
        long seed,
        Optional<Path> log,
        double speed,
        BaselineMode baseline,
        Path slo,
        List<String> admin) {
    private static final String EMBEDDED = "embedded";
    private static final String NONE = "none";

    /**
     * Reads and checks all settings.
     *
     * @param values gives the value of a setting by its name, null if it is not set: {@code System::getProperty}
     * @throws UsageException that names everything that is wrong, one line each
     */
    public static Settings of(UnaryOperator<@Nullable String> values, Path project) {
        Reader reader = new Reader(values);
        Profile profile = reader.read(Setting.PROFILE, text -> choice(Profile.class, text), Profile.STEADY);
        List<String> targets = reader.read(Setting.TARGET, Settings::targets, List.of());
        OptionalDouble rate = reader.read(
                Setting.RATE,
                text -> OptionalDouble.of(positive(text, 100_000)),
                profile.rate() == 0 ? OptionalDouble.empty() : OptionalDouble.of(profile.rate()));
        Duration duration =
                reader.read(Setting.DURATION, text -> duration(text, Duration.ofSeconds(1)), profile.duration());
        Duration warmup = reader.read(Setting.WARMUP, text -> duration(text, Duration.ZERO), profile.warmup());
        Mix mix = reader.read(Setting.MIX, text -> choice(Mix.class, text), Mix.PAGES);
        IdChoice ids = reader.read(Setting.IDS, IdChoice::of, IdChoice.of(Setting.IDS.usual()));
        long seed = reader.read(Setting.SEED, Long::parseLong, 1L);
        Optional<Path> log =
                reader.read(Setting.LOG, text -> Optional.of(readable(project.resolve(text))), Optional.<Path>empty());
        double speed = reader.read(Setting.SPEED, text -> positive(text, 1000), 1.0);
        BaselineMode baseline =
                reader.read(Setting.BASELINE, text -> choice(BaselineMode.class, text), BaselineMode.AUTO);
        Path slo =
                reader.read(Setting.SLO, text -> readable(project.resolve(text)), project.resolve(Setting.SLO.usual()));
        List<String> admin = reader.read(Setting.ADMIN, Settings::addresses, admin(targets));
        if (profile == Profile.REPLAY && log.isEmpty()) {
            reader.wrong("replay needs -Dlog=FILE, an access log of nginx");
        }
        if (profile != Profile.REPLAY && log.isPresent()) {
            reader.wrong("-Dlog is for -Dprofile=replay, and this is " + profile.word());
        }
        reader.finish();
        return new Settings(targets, profile, rate, duration, warmup, mix, ids, seed, log, speed, baseline, slo, admin);
    }

    /** All settings as they would be given with {@code -D}, in the order of the documentation. */
    public Map<String, String> words() {
        Map<Setting, String> words = new EnumMap<>(Setting.class);
        words.put(Setting.TARGET, embedded() ? EMBEDDED : String.join(",", targets));
        words.put(Setting.PROFILE, profile.word());
        words.put(Setting.RATE, rate.isEmpty() ? "as logged" : number(rate.getAsDouble()));
        words.put(Setting.DURATION, duration.toSeconds() + "s");
        words.put(Setting.WARMUP, warmup.toSeconds() + "s");
        words.put(Setting.MIX, word(mix));
        words.put(Setting.IDS, ids.word());
        words.put(Setting.SEED, Long.toString(seed));
        words.put(Setting.LOG, log.map(file -> file.getFileName().toString()).orElse(NONE));
        words.put(Setting.SPEED, number(speed));
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

    /** Whether the run starts the service itself. */
    public boolean embedded() {
        return targets.isEmpty();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("not one of "
                + Arrays.stream(type.getEnumConstants()).map(Settings::word).collect(Collectors.joining(", ")));
    }

    private static List<String> targets(String text) {
        if (text.equals(EMBEDDED)) {
            return List.of();
        }
        return list(text, entry -> {
            URI address = URI.create(entry);
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (!web || address.getHost() == null || address.getQuery() != null || address.getFragment() != null) {
                throw new IllegalArgumentException("neither http://host[:port][/prefix] nor embedded");
            }
            return entry.replaceAll("/+$", "");
        });
    }

    /** The admin port of a target on this machine is where the service has it by default. */
    private static List<String> admin(List<String> targets) {
        return targets.equals(List.of(Setting.TARGET.usual())) ? List.of("localhost:8081") : List.of();
    }

    private static List<String> addresses(String text) {
        return text.equals(NONE)
                ? List.of()
                : list(text, entry -> {
                    URI address = URI.create("http://" + entry);
                    if (address.getHost() == null || address.getPort() < 0 || !entry.equals(address.getAuthority())) {
                        throw new IllegalArgumentException("not host:port");
                    }
                    return entry;
                });
    }

    private static List<String> list(String text, UnaryOperator<String> each) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).map(each).toList();
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("no readable file at " + file.normalize());
        }
        return file.normalize();
    }

    private static double positive(String text, double most) {
        double number = Double.parseDouble(text);
        if (!(number > 0 && number <= most)) {
            throw new IllegalArgumentException("not above 0 and at most %,.0f".formatted(most));
        }
        return number;
    }

    private static Duration duration(String text, Duration least) {
        if (!text.matches("\\d{1,6}[smh]")) {
            throw new IllegalArgumentException("not a duration in whole seconds, minutes or hours: 90s, 5m, 1h");
        }
        Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("not between %ds and 24h".formatted(least.toSeconds()));
        }
        return duration;
    }

    /** Collects everything that is wrong, so that the user learns it at once. */
    private static final class Reader {
        private final UnaryOperator<@Nullable String> values;
        private final List<String> problems = new ArrayList<>();

        Reader(UnaryOperator<@Nullable String> values) {
            this.values = values;
        }

        <T> T read(Setting setting, Function<String, T> parser, T usual) {
            String text = values.apply(setting.word());
            if (text == null || text.isBlank()) {
                return setting == Setting.TARGET ? parser.apply(setting.usual()) : usual;
            }
            try {
                return parser.apply(text.strip());
            } catch (IllegalArgumentException e) {
                String reason = e instanceof NumberFormatException ? "not a number" : e.getMessage();
                wrong("-D%s=%s: %s".formatted(setting.word(), text, reason));
                return usual;
            }
        }

        void wrong(String problem) {
            problems.add(problem);
        }

        void finish() {
            if (!problems.isEmpty()) {
                throw new UsageException(String.join(System.lineSeparator(), problems));
            }
        }
    }
}
