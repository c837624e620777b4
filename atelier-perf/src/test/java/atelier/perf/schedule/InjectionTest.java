package atelier.perf.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.settings.IdChoice;
import atelier.perf.settings.Mix;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.EntityTags;
import atelier.perf.traffic.Ids;
import atelier.perf.traffic.Route;
import atelier.perf.traffic.ShopperBody;
import atelier.perf.traffic.Visit;
import atelier.perf.traffic.Visitors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How far the requests of a minute are off the requested rate: with Gatling's {@code constantUsersPerSec}, which counts users, and with the
 * plan. The products of the simulated catalogue have 0 to 9 related ones, 4.5 on average as in the original one.
 */
class InjectionTest {
    private static final Catalogue CATALOGUE = new Catalogue(1_000, 1_000, List.of());
    private static final int RATE = 700;
    private static final int SECONDS = 60;
    private static final int TRIALS = 40;
    /** How many products the run asks before its load, to estimate the requests of a visit. */
    private static final int ASKED = 200;

    @Test
    void planKeepsTheRateWithinOnePercentAndUsersPerSecondDoNot() {
        System.out.println("\n| mix | constantUsersPerSec, mean | worst | plan, mean | worst |\n|---|--:|--:|--:|--:|");
        for (Mix mix : Mix.values()) {
            double[] users = new double[TRIALS];
            double[] plan = new double[TRIALS];
            for (int trial = 0; trial < TRIALS; trial++) {
                users[trial] = off(usersPerSecond(mix, trial));
                plan[trial] = off(planned(mix, trial));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.1f %% | %.1f %% | %.1f %% | %.1f %% |%n",
                    mix.name().toLowerCase(Locale.ROOT),
                    mean(users),
                    worst(users),
                    mean(plan),
                    worst(plan));
            assertThat(worst(plan)).as("plan, %s", mix).isLessThan(1);
            assertThat(worst(users) < 1).as("users per second, %s", mix).isEqualTo(mix == Mix.FLAT);
        }
    }

    private static long usersPerSecond(Mix mix, int seed) {
        Ids asked = ids(seed);
        double related = IntStream.generate(asked)
                .limit(ASKED)
                .map(InjectionTest::related)
                .average()
                .orElseThrow();
        long users = Math.round(RATE * SECONDS / Visitors.requestsPerVisit(mix, related));
        Visitors visitors = visitors(~seed);
        long requests = 0;
        for (long user = 0; user < users; user++) {
            Visit visit = visitors.visit(mix);
            run(visit);
            requests += visit.requests();
        }
        return requests;
    }

    /** Every visit ends a tenth of a second after its begin. */
    private static long planned(Mix mix, int seed) {
        Visitors visitors = visitors(~seed);
        PacedPlan plan = new PacedPlan(
                LoadCurve.constant(Duration.ofSeconds(SECONDS), RATE),
                () -> visitors.visit(mix),
                Visitors.requestsPerVisit(mix, 4.5),
                seed);
        PriorityQueue<Plan.Arrival> running =
                new PriorityQueue<>((one, other) -> Double.compare(one.due(), other.due()));
        long requests = 0;
        List<Integer> created = plan.visitorsPerSecond();
        for (int second = 0; second < created.size(); second++) {
            for (int visitor = 0; visitor < created.get(second); visitor++) {
                double now = second - 1 + (double) visitor / created.get(second);
                while (!running.isEmpty() && running.peek().due() + 0.1 < now) {
                    Visit ended = running.remove().visit();
                    run(ended);
                    requests += ended.requests();
                    plan.ended(ended);
                }
                Plan.Arrival arrival = plan.next(now);
                if (arrival != null) {
                    running.add(arrival);
                }
            }
        }
        for (Plan.Arrival arrival : running) {
            run(arrival.visit());
            requests += arrival.visit().requests();
        }
        return requests;
    }

    /** Makes all calls of a visit, as the simulation does. */
    private static void run(Visit visit) {
        runWave(visit);
        while (visit.hasNextWave()) {
            visit.nextWave();
            runWave(visit);
        }
    }

    private static void runWave(Visit visit) {
        while (visit.claim()) {
            Call call = visit.next();
            if (call.route() == Route.RELATED) {
                visit.related(Collections.nCopies(related(call.subject()), 1));
            } else if (call.route() == Route.QUESTIONS) {
                String questions = "{\"product_id\":\"%s\",\"results\":[{\"question_id\":1},{\"question_id\":2}]}"
                        .formatted(call.subject());
                ShopperBody.check(call, questions.getBytes(StandardCharsets.UTF_8), visit.found());
            }
        }
    }

    private static int related(int product) {
        return new Random(31L * product).nextInt(10);
    }

    private static Visitors visitors(int seed) {
        return new Visitors(CATALOGUE, ids(seed), new EntityTags(), seed);
    }

    private static Ids ids(int seed) {
        return Ids.of(new IdChoice(1, null), CATALOGUE, seed);
    }

    private static double off(long requests) {
        return 100 * Math.abs(requests - RATE * SECONDS) / (double) (RATE * SECONDS);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double worst(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
