package atelier.perf.run;

import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import atelier.perf.schedule.Phase;
import atelier.perf.schedule.Plan;
import atelier.perf.settings.Mix;
import atelier.perf.settings.Profile;
import atelier.perf.settings.Settings;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.Route;
import atelier.perf.traffic.Visit;
import atelier.perf.verdict.Baselines;
import atelier.perf.verdict.ObjectivesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A whole run without Gatling and without waiting: visitors come, wait and send their requests as in {@code AtelierSimulation}, but to an
 * invented service and by a clock of the test. The record, the limits and the verdict are the real ones.
 */
final class SimulatedRun {
    static final int PRODUCTS = 1000;
    static final int RELATED = 5;

    private static final Path PROJECT = Path.of("..");
    private static final int BROWSER_CONNECTIONS = 6;
    /** As in gatling.conf. */
    private static final double TIMEOUT = 10;

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::time).thenComparingLong(Event::number));
    private final Settings settings;
    private final Objectives objectives;
    private final Load load;
    private final Service service;
    private final DoubleUnaryOperator lateness;
    private long numbers;
    private int requests;

    /** A service under test. */
    interface Service {
        /**
         * Responds to a request.
         *
         * @param second the time, in seconds since the start of the measured phase
         * @param number counts the requests of the run, from 1
         */
        Response respond(Call call, double second, int number);
    }

    /**
     * The response to a request.
     *
     * @param seconds the time until it is received
     * @param failure why it is wrong; null if it is right
     */
    record Response(double seconds, @Nullable String failure) {
        static Response after(double milliseconds) {
            return new Response(milliseconds / 1000, null);
        }

        Response failing(String why) {
            return new Response(seconds, why);
        }
    }

    private record Event(double time, long number, Runnable action) {}

    /** One visitor's running connections of a wave. */
    private static final class Wave {
        private final Plan.Arrival arrival;
        private final boolean first;
        private int running;

        Wave(Plan.Arrival arrival, boolean first) {
            this.arrival = arrival;
            this.first = first;
        }
    }

    /**
     * @param lateness how late the generator is, in seconds, by the time at which a visit is due
     */
    private SimulatedRun(Settings settings, Service service, DoubleUnaryOperator lateness) {
        this.settings = settings;
        this.objectives = Objects.requireNonNull(
                ObjectivesFile.read(settings.slo()).get(settings.profile().word()));
        this.service = service;
        this.lateness = lateness;
        this.load = Load.paced(
                settings,
                new Catalogue(PRODUCTS, PRODUCTS, List.of()),
                settings.profile() == Profile.ORIGINAL || settings.mix() == Mix.FLAT ? 1 : 3.9 + 2 * RELATED,
                new Load.Clocked(Load.errorLimit(objectives), nanos::get));
    }

    /** Runs against a service with settings such as {@code profile=steady}, and returns the result. */
    static RunResult of(Path folder, Service service, String... settings) throws IOException {
        return of(folder, service, due -> 0, settings);
    }

    /** Runs with a generator that is late. */
    static RunResult of(Path folder, Service service, DoubleUnaryOperator lateness, String... settings)
            throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String setting : settings) {
            values.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        if (!"original".equals(values.get("profile"))) {
            // A simulated visit has two waves.
            values.putIfAbsent("mix", "products");
        }
        return new SimulatedRun(Settings.of(values::get, PROJECT), service, lateness).result(folder);
    }

    private RunResult result(Path folder) {
        load.warmup().ifPresent(phase -> run(phase, false));
        if (load.stopped() == null) {
            run(load.measured(), true);
        }
        Evaluation evaluation = new Evaluation(
                settings,
                load,
                objectives,
                Evaluation.fingerprint(settings, "simulated", load),
                new Baselines(folder.resolve("baselines.json")),
                "0123abc",
                new Evaluation.Attempt(1, List.of()));
        return evaluation.result("simulated", List.of());
    }

    private void run(Phase phase, boolean measured) {
        new Running(phase, measured, now() + Phase.LEAD.toSeconds()).plan();
        while (!events.isEmpty()) {
            Event event = events.remove();
            nanos.set(Math.max(nanos.get(), Math.round(event.time() * 1e9)));
            event.action().run();
        }
    }

    /** The visitors of a phase, which starts at a time of the simulation. */
    private final class Running {
        private final Phase phase;
        private final boolean measured;
        private final double start;

        Running(Phase phase, boolean measured, double start) {
            this.phase = phase;
            this.measured = measured;
            this.start = start;
        }

        /** Plans the visitors as Gatling creates them: a second early, evenly over each second. */
        void plan() {
            List<Integer> visitors = phase.plan().visitorsPerSecond();
            for (int second = 0; second < visitors.size(); second++) {
                int count = visitors.get(second);
                for (int visitor = 0; visitor < count; visitor++) {
                    at(start - 1 + second + (double) visitor / count, this::come);
                }
            }
        }

        private void come() {
            Plan.Arrival arrival = phase.isOver() ? null : phase.next();
            if (arrival != null) {
                at(Math.max(now(), start + arrival.due()) + lateness.applyAsDouble(arrival.due()), () -> {
                    if (phase.begin(arrival)) {
                        begin(new Wave(arrival, true));
                    }
                });
            }
        }

        private void begin(Wave wave) {
            wave.running = Math.min(BROWSER_CONNECTIONS, wave.arrival.visit().left());
            for (int connection = wave.running; connection > 0; connection--) {
                send(wave, wave.first ? wave.arrival.due() : now() - start);
            }
        }

        /**
         * @param due in seconds from the start of the phase
         */
        private void send(Wave wave, double due) {
            Visit visit = wave.arrival.visit();
            if (phase.goesOn() && visit.claim()) {
                Call call = visit.next();
                double sent = now();
                Response response = service.respond(call, measured ? sent - start : -1, ++requests);
                String failure = response.seconds() > TIMEOUT ? "Request timeout" : response.failure();
                at(sent + Math.min(TIMEOUT, response.seconds()), () -> {
                    phase.finished(call.route().template(), due, now() - start, failure);
                    receive(visit, call, failure);
                    send(wave, now() - start);
                });
            } else if (--wave.running == 0) {
                end(wave);
            }
        }

        private void end(Wave wave) {
            Visit visit = wave.arrival.visit();
            if (wave.first) {
                visit.nextWave();
            }
            if (wave.first && visit.left() > 0) {
                begin(new Wave(wave.arrival, false));
            } else {
                phase.end(wave.arrival);
            }
        }
    }

    private void receive(Visit visit, Call call, @Nullable String failure) {
        if (failure == null && call.expect() == Call.Expect.FOUND) {
            load.entityTags().saw(call.path(), "\"1\"");
            if (call.route() == Route.RELATED) {
                visit.related(IntStream.rangeClosed(1, RELATED)
                        .mapToObj(next -> 1 + (call.subject() + next) % PRODUCTS)
                        .toList());
            }
        }
    }

    private void at(double time, Runnable action) {
        events.add(new Event(time, numbers++, action));
    }

    private double now() {
        return nanos.get() / 1e9;
    }
}
