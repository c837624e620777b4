package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Starts of one program: the time until its first response, and the latency of the five seconds after it. */
final class Starts {
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    private final String name;
    private final Start start;
    private final Supplier<Supplier<Request>> requests;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> processorSeconds = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> tails = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();

    /** Starts a server. */
    interface Start {
        Server run() throws IOException, InterruptedException;
    }

    /** @param requests returns the requests of the first seconds, the same for each start */
    Starts(String name, Start start, Supplier<Supplier<Request>> requests) {
        this.name = name;
        this.start = start;
        this.requests = requests;
    }

    /**
     * Starts the programs in turns, so that a slow minute of the machine affects all of them.
     *
     * @param rate the request rate of the first seconds
     */
    static void inTurns(List<Starts> programs, int turns, double rate, PrintStream out)
            throws IOException, InterruptedException {
        for (int turn = 1; turn <= turns; turn++) {
            for (Starts program : programs) {
                out.printf(Locale.ROOT, "start of %s, %d of %d%n", program.name, turn, turns);
                program.once(rate);
            }
        }
    }

    private void once(double rate) throws IOException, InterruptedException {
        try (Server server = start.run()) {
            processorSeconds.add(CpuTime.microseconds(server.processes()) / 1e6);
            Responses first = OpenLoop.run(server.port(), requests.get(), rate, FIRST_SECONDS)
                    .responses();
            add(server.startTime(), first);
        }
    }

    void add(Duration start, Responses first) {
        seconds.add(start.toMillis() / 1e3);
        medians.add(first.milliseconds(50));
        tails.add(first.milliseconds(99));
        if (first.errors() > 0) {
            errors.add(Finding.ofErrors("first 5 s of " + name + ", errors", first));
        }
    }

    String name() {
        return name;
    }

    /** Returns the median of the times until the first response. */
    double seconds() {
        return Medians.of(seconds);
    }

    /** Returns the median of the processor time until then. */
    double processorSeconds() {
        return Medians.of(processorSeconds);
    }

    /** Returns the median of the p50 of the first seconds, in milliseconds. */
    double median() {
        return Medians.of(medians);
    }

    /** Returns the median of the p99 of the first seconds, in milliseconds. */
    double tail() {
        return Medians.of(tails);
    }

    /** Returns the starts after which a response was wrong. */
    List<Finding> errors() {
        return errors;
    }
}
