package atelier.benchmark;

import atelier.perf.settings.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What the benchmark was asked for.
 *
 * @param products how large the catalogue is
 * @param rounds how often each target is driven
 * @param seconds how long it is driven each time
 * @param warmUp for how long it is driven before all rounds
 * @param latency how long the run at a fixed rate takes
 * @param targets beginnings of the names of what is measured; none for everything
 * @param reuse whether the catalogue of an earlier benchmark will do
 */
record Options(
        Path project,
        int products,
        int rounds,
        Duration seconds,
        Duration warmUp,
        Duration latency,
        List<String> targets,
        boolean reuse) {

    Options {
        targets = List.copyOf(targets);
    }

    /** @throws UsageException if a value cannot be used */
    static Options of(Properties given) {
        return new Options(
                Path.of(given.getProperty("project", ".")).toAbsolutePath().normalize(),
                number(given, "products", 1_000_011),
                number(given, "rounds", 5),
                Duration.ofSeconds(number(given, "seconds", 3)),
                Duration.ofSeconds(number(given, "warmUp", 8)),
                Duration.ofSeconds(number(given, "latency", 30)),
                Stream.of(given.getProperty("only", "").split(",", -1))
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty())
                        .toList(),
                Boolean.parseBoolean(given.getProperty("reuse", "false")));
    }

    private static int number(Properties given, String name, int usual) {
        String text = given.getProperty(name, "");
        try {
            int number = text.isBlank() ? usual : Integer.parseInt(text.strip());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("-D%s=%s is not a whole number".formatted(name, text), e);
        }
        throw new UsageException("-D%s=%s must be above 0".formatted(name, text));
    }

    /** Whether something is to be measured; {@code cached} asks for {@code cached list}, and {@code cached-list} as well. */
    boolean wants(String name) {
        String word = name.replace(' ', '-');
        return targets.isEmpty() || targets.stream().anyMatch(target -> word.startsWith(target.replace(' ', '-')));
    }
}
