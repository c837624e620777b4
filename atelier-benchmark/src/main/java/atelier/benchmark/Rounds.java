package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Runs the workloads in turns, so that a slow minute of the machine affects all of them. */
final class Rounds {
    /** After so many responses the JVM has compiled the path, and compiling no longer counts as cost. */
    private static final int WARM_RESPONSES = 50_000;

    private static final int MAXIMUM_WARM_UPS = 3;

    private Rounds() {}

    /** Returns the costs of each workload, in the same order. */
    static List<Costs> run(List<Workload> workloads, Options options, PrintStream out) throws IOException {
        for (Workload workload : workloads) {
            out.println("warming up: " + workload.name());
            warmUp(workload, options.warmUp());
        }
        List<Costs> costs = workloads.stream().map(Costs::new).toList();
        for (int round = 1; round <= options.rounds(); round++) {
            out.printf(Locale.ROOT, "round %d of %d%n", round, options.rounds());
            for (Costs workload : costs) {
                drive(workload, options.seconds());
            }
        }
        return costs;
    }

    /** Repeats the warm-up if the machine is too busy to serve enough responses. */
    private static void warmUp(Workload workload, Duration duration) throws IOException {
        long count = 0;
        for (int i = 0; i < MAXIMUM_WARM_UPS && count < WARM_RESPONSES; i++) {
            count += ClosedLoop.drive(workload.port(), workload.requests(), duration)
                    .count();
        }
    }

    private static void drive(Costs costs, Duration duration) throws IOException {
        Workload workload = costs.workload();
        long waits = waits(workload);
        long start = System.nanoTime();
        long own = CpuTime.microseconds(workload.own().get());
        long database = CpuTime.microseconds(workload.database().get());
        Responses responses = ClosedLoop.drive(workload.port(), workload.requests(), duration);
        costs.add(
                responses,
                CpuTime.microseconds(workload.own().get()) - own,
                CpuTime.microseconds(workload.database().get()) - database,
                (System.nanoTime() - start) / 1e9);
        costs.addWaits((double) (waits(workload) - waits) / responses.count());
    }

    private static long waits(Workload workload) {
        return CpuTime.waits(workload.own().get())
                + CpuTime.waits(workload.database().get());
    }
}
