package atelier.benchmark;

import atelier.perf.settings.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The benchmark's settings, from system properties.
 *
 * @param products the size of the catalogue
 * @param rounds the rounds per workload
 * @param seconds the duration of a workload in a round
 * @param warmUp the duration of a workload before the first round
 * @param latency the duration of the run at a fixed rate
 * @param only prefixes of the names of the workloads and findings to measure; empty for all
 * @param reuse whether to reuse the catalogue of an earlier benchmark
 */
record Options(
        Path project,
        int products,
        int rounds,
        Duration seconds,
        Duration warmUp,
        Duration latency,
        List<String> only,
        boolean reuse) {

    Options {
        only = List.copyOf(only);
    }

    /** @throws UsageException if a value cannot be used */
    static Options of(Properties given) {
        return new Options(
                Path.of(given.getProperty("project", ".")).toAbsolutePath().normalize(),
                number(given, "products", 1_000_011),
                number(given, "rounds", 5),
                Duration.ofSeconds(number(given, "seconds", 3)),
                Duration.ofSeconds(number(given, "warmUp", 6)),
                Duration.ofSeconds(number(given, "latency", 20)),
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

    /** Tells whether to measure {@code name}; {@code cached} and {@code cached-list} both select {@code cached list}. */
    boolean wants(String name) {
        String word = name.replace(' ', '-');
        return only.isEmpty() || only.stream().anyMatch(prefix -> word.startsWith(prefix.replace(' ', '-')));
    }
}
