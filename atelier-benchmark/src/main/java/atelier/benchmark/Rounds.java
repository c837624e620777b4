package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Drives targets in turns, so that a minute in which the machine is slow is one for all of them. */
final class Rounds {
    /** By then the JVM has compiled what such an answer needs, which would else count as its cost. */
    private static final int WARM_ANSWERS = 50_000;

    private static final int MOST_WARM_UPS = 3;

    private Rounds() {}

    /** Returns what each target cost, in the targets' order. */
    static List<Costs> run(List<Workload> targets, Options options, PrintStream out) throws IOException {
        for (Workload target : targets) {
            out.println("warming up: " + target.name());
            warmUp(target, options.warmUp());
        }
        List<Costs> costs = targets.stream().map(Costs::new).toList();
        for (int round = 1; round <= options.rounds(); round++) {
            out.printf("round %d of %d%n", round, options.rounds());
            for (Costs target : costs) {
                drive(target, options.seconds());
            }
        }
        return costs;
    }

    /** A machine that is busy with something else is given more time. */
    private static void warmUp(Workload target, Duration duration) throws IOException {
        long answers = 0;
        for (int i = 0; i < MOST_WARM_UPS && answers < WARM_ANSWERS; i++) {
            answers +=
                    ClosedLoop.drive(target.port(), target.requests(), duration).count();
        }
    }

    private static void drive(Costs costs, Duration duration) throws IOException {
        Workload target = costs.target();
        long start = System.nanoTime();
        long own = CpuTime.microseconds(target.own().get());
        long database = CpuTime.microseconds(target.database().get());
        Responses responses = ClosedLoop.drive(target.port(), target.requests(), duration);
        costs.add(
                responses,
                CpuTime.microseconds(target.own().get()) - own,
                CpuTime.microseconds(target.database().get()) - database,
                (System.nanoTime() - start) / 1e9);
    }
}
