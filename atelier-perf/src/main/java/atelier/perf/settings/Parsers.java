package atelier.perf.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Parsers of the settings. Each throws an {@link IllegalArgumentException} whose message names the mistake. */
final class Parsers {
    private static final int LARGEST_PORT = 65_535;

    private Parsers() {}

    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (Settings.word(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("not one of "
                + Arrays.stream(type.getEnumConstants()).map(Settings::word).collect(Collectors.joining(", ")));
    }

    static boolean isOn(String text) {
        if (text.equals("on") || text.equals("off")) {
            return text.equals("on");
        }
        throw new IllegalArgumentException("neither on nor off");
    }

    static HttpVersion httpVersion(String text) {
        for (HttpVersion version : HttpVersion.values()) {
            if (version.word().equals(text)) {
                return version;
            }
        }
        throw new IllegalArgumentException("neither 1.1 nor 2");
    }

    /** Returns base addresses; none for {@code embedded}. */
    static List<String> targets(String text) {
        if (text.equals(Settings.EMBEDDED)) {
            return List.of();
        }
        return list(text, entry -> {
            URI address = URI.create(entry);
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (!web || !isHost(address) || address.getQuery() != null || address.getFragment() != null) {
                throw new IllegalArgumentException("neither http[s]://host[:port][/prefix] nor embedded");
            }
            return entry.replaceAll("/+$", "");
        });
    }

    /** Returns addresses with ports; none for {@code none}. */
    static List<String> addresses(String text) {
        return text.equals(Settings.NONE)
                ? List.of()
                : list(text, entry -> {
                    URI address = URI.create("http://" + entry);
                    if (!isHost(address) || address.getPort() < 0 || !entry.equals(address.getAuthority())) {
                        throw new IllegalArgumentException("not host:port");
                    }
                    return entry;
                });
    }

    /** Tells whether a base address is one of this machine itself, by its name. */
    static boolean isThisMachine(String target) {
        String host = String.valueOf(URI.create(target).getHost());
        return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
    }

    private static boolean isHost(URI address) {
        return address.getHost() != null && address.getPort() <= LARGEST_PORT;
    }

    private static List<String> list(String text, UnaryOperator<String> each) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).map(each).toList();
    }

    static Path readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("no readable file at " + file.normalize());
        }
        return file.normalize();
    }

    static double positive(String text, double most) {
        double number = Double.parseDouble(text);
        if (!(number > 0 && number <= most)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "not above 0 and at most %,.0f", most));
        }
        return number;
    }

    static Duration duration(String text, Duration least) {
        if (!text.matches("\\d{1,6}[smh]")) {
            throw new IllegalArgumentException("not a duration in whole seconds, minutes or hours: 90s, 5m, 1h");
        }
        Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("not between %ss and 24h".formatted(least.toSeconds()));
        }
        return duration;
    }
}
