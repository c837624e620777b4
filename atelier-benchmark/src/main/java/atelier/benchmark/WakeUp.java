package atelier.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it costs to wake up a process, in microseconds per round trip of a byte between two: machines differ here more than in anything
 * else, and a response that needs the database wakes up several threads.
 *
 * @param across a round trip between processes on two processors; not a number if it could not be measured
 * @param acrossCpu the processor time that both spend on it
 * @param one a round trip between processes that share a processor
 * @param problem why it could not be measured; empty if it was
 */
record WakeUp(double across, double acrossCpu, double one, String problem) {
    /** Below this a wake-up is a small part of a response, so that the cost of cold reads can be compared with the bare servlet's. */
    private static final double CHEAP = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ACROSS = Pattern.compile("across: ([\\d.]+) ([\\d.]+)");
    private static final Pattern ONE = Pattern.compile("one: ([\\d.]+) [\\d.]+");

    /** A program that prints the figures. */
    interface PingPong {
        /** Returns what it printed, when it has ended. */
        String run() throws IOException, InterruptedException;
    }

    /** Measures it with two processors, the first and the last, which are seldom two threads of one core. */
    static WakeUp measure(Workspace workspace) throws InterruptedException {
        return measure(() -> run(workspace, processors(allowed())));
    }

    /** Returns the figures that a program prints, or why there are none: the benchmark has more to say than this. */
    static WakeUp measure(PingPong program) throws InterruptedException {
        try {
            return of(program.run());
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
            return new WakeUp(Double.NaN, Double.NaN, Double.NaN, reason);
        }
    }

    private static String run(Workspace workspace, List<String> processors) throws IOException, InterruptedException {
        String first = processors.get(0);
        String last = processors.get(processors.size() - 1);
        if (first.equals(last)) {
            throw new IOException("It needs two processors, and may use only processor " + first + ".");
        }
        List<String> command = new ArrayList<>(List.of("taskset", "-c", first, Workspace.java()));
        command.addAll(List.of(workspace.program("PingPong.java").toString(), first, last));
        try (Program program = workspace.start("ping-pong", command, Map.of())) {
            program.await(PATIENCE);
            return program.output();
        }
    }

    static WakeUp of(String output) throws IOException {
        Matcher across = ACROSS.matcher(output);
        Matcher one = ONE.matcher(output);
        if (!across.find() || !one.find()) {
            throw new IOException("PingPong printed " + output);
        }
        return new WakeUp(
                Double.parseDouble(across.group(1)),
                Double.parseDouble(across.group(2)),
                Double.parseDouble(one.group(1)),
                "");
    }

    private static String allowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    /** Returns the ends of the ranges in a list such as {@code 0-3,8}. */
    static List<String> processors(String list) {
        return List.of(list.split("[,-]", -1));
    }

    /** Tells whether a wake-up costs less than three microseconds, half of a round trip. */
    boolean isCheap() {
        return across / 2 < CHEAP;
    }

    /** Returns the figures in a sentence. */
    String fact() {
        return Double.isNaN(across)
                ? "the cost of a wake-up could not be measured with taskset: " + problem
                : String.format(
                        Locale.ROOT,
                        "a wake-up takes %.1f µs: half a round trip between two processors, which takes %.1f µs"
                                + " (%.1f of CPU time), on one processor %.1f µs",
                        across / 2,
                        across,
                        acrossCpu,
                        one);
    }
}
