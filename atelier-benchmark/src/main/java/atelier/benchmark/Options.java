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
 * @param reviewedProducts how many products have reviews and questions
 * @param rounds the rounds per workload
 * @param seconds the duration of a workload in a round
 * @param warmUp the duration of a workload before the first round
 * @param latency the duration of the run at a fixed rate
 * @param only prefixes of the names of the workloads and findings to measure; empty for all
 * @param rate the request rate of the first seconds after a start; 0 for a third of the highest
 * @param warmUps the numbers of warm-up requests in the table of warm-ups
 * @param jvms the JVM options of the nodes in the table of collectors
 * @param reuse whether to reuse the catalogue of an earlier benchmark
 */
record Options(
        Path project,
        int products,
        int reviewedProducts,
        int rounds,
        Duration seconds,
        Duration warmUp,
        Duration latency,
        List<String> only,
        int rate,
        List<Integer> warmUps,
        List<String> jvms,
        boolean reuse) {

    private static final List<Integer> WARM_UPS = List.of(0, 250, 500, 1_000, 2_000);

    Options {
        warmUps = warmUps.isEmpty() ? WARM_UPS : List.copyOf(warmUps);
        jvms = List.copyOf(jvms);
        only = List.copyOf(only);
    }

    /** @throws UsageException if a value cannot be used */
    static Options of(Properties given) {
        return new Options(
                Path.of(given.getProperty("project", ".")).toAbsolutePath().normalize(),
                number(given, "products", 1_000_011),
                number(given, "reviewedProducts", 100_000),
                number(given, "rounds", 5),
                Duration.ofSeconds(number(given, "seconds", 3)),
                Duration.ofSeconds(number(given, "warmUp", 6)),
                Duration.ofSeconds(number(given, "latency", 20)),
                words(given.getProperty("only", "").toLowerCase(Locale.ROOT), ","),
                number(given, "rate", 0, 0),
                numbers("warmUpRequests", given.getProperty("warmUpRequests", "")),
                words(given.getProperty("jvms", ""), ";"),
                Boolean.parseBoolean(given.getProperty("reuse", "false")));
    }

    private static List<String> words(String text, String separator) {
        return Stream.of(text.split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<Integer> numbers(String name, String text) {
        return words(text, ",").stream().map(word -> number(name, word, 0)).toList();
    }

    private static int number(Properties given, String name, int usual) {
        return number(given, name, usual, 1);
    }

    private static int number(Properties given, String name, int usual, int least) {
        String text = given.getProperty(name, "").strip();
        return text.isEmpty() ? usual : number(name, text, least);
    }

    private static int number(String name, String text, int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("-D%s=%s is not a whole number".formatted(name, text), e);
        }
        throw new UsageException("-D%s=%s must be %s or more".formatted(name, text, least));
    }

    /** Tells whether to measure {@code name}; {@code cached} and {@code cached-list} both select {@code cached list}. */
    boolean wants(String name) {
        String word = name.replace(' ', '-');
        return only.isEmpty() || only.stream().anyMatch(prefix -> word.startsWith(prefix.replace(' ', '-')));
    }

    /** Tells whether to measure something long that only its name selects. */
    boolean wantsByName(String name) {
        return !only.isEmpty() && wants(name);
    }
}
