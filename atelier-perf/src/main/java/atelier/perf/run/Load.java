package atelier.perf.run;

import atelier.perf.replay.AccessLog;
import atelier.perf.result.Objectives;
import atelier.perf.schedule.ErrorLimit;
import atelier.perf.schedule.LoadCurve;
import atelier.perf.schedule.LoadCurve.Stretch;
import atelier.perf.schedule.PacedPlan;
import atelier.perf.schedule.Phase;
import atelier.perf.schedule.Plan;
import atelier.perf.schedule.ReplayPlan;
import atelier.perf.schedule.Stop;
import atelier.perf.settings.IdChoice;
import atelier.perf.settings.Mix;
import atelier.perf.settings.Profile;
import atelier.perf.settings.Settings;
import atelier.perf.settings.UsageException;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.EntityTags;
import atelier.perf.traffic.Ids;
import atelier.perf.traffic.Probe;
import atelier.perf.traffic.Route;
import atelier.perf.traffic.Visit;
import atelier.perf.traffic.Visitors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The load of one run.
 *
 * @param warmup the phase before, which is not measured; empty for none
 * @param measured the measured phase
 * @param stretches its stretches of constant rate; none for a replay
 */
public record Load(
        Optional<Phase> warmup, Phase measured, List<Stretch> stretches, Catalogue catalogue, EntityTags entityTags) {
    static final int LEVELS = 20;
    static final double LEVEL_FACTOR = 1.2;
    static final double SPIKE_FACTOR = 5;
    /** The time before the spike, in sixths of the duration. */
    private static final int SPIKE_SIXTHS_BEFORE = 2;

    private static final int SPIKE_SIXTHS = 1;
    private static final int WARMUP_STEPS = 5;

    /**
     * Plans the load for the catalogue of the service under test.
     *
     * @throws UsageException if the catalogue does not fit the settings, or the access log cannot be replayed
     */
    static Load of(Settings settings, Objectives objectives, Probe probe) {
        Catalogue catalogue = probe.catalogue(settings.ids());
        Clocked clocked = new Clocked(errorLimit(objectives), System::nanoTime);
        return settings.log()
                .map(log -> replay(settings, log, catalogue, clocked))
                .orElseGet(() -> paced(settings, catalogue, requestsPerVisit(settings, probe, catalogue), clocked));
    }

    /** Returns why the load ended early; null if it did not. */
    @Nullable
    Stop stopped() {
        return warmup.map(Phase::stopped)
                .filter(Stop::byService)
                .map(Stop::inWarmUp)
                .orElseGet(measured::stopped);
    }

    /** Makes the phases of a load. */
    record Clocked(ErrorLimit errors, LongSupplier nanos) {
        Phase phase(Plan plan) {
            return new Phase(plan, errors, nanos);
        }

        /** Judges no errors during a spike. */
        Phase phase(Plan plan, Spike spike) {
            return new Phase(plan, new ErrorLimit(errors.share(), spike::isCalm), nanos);
        }
    }

    /** Returns the names of the routes that a load requests; all that a log can have. */
    static Set<String> routes(Settings settings) {
        Set<Route> routes = switch (settings.profile()) {
            case ORIGINAL -> Visitors.routes(Mix.FLAT);
            case REPLAY -> EnumSet.allOf(Route.class);
            default -> Visitors.routes(settings.mix());
        };
        return routes.stream().map(Route::template).collect(Collectors.toSet());
    }

    /** Returns the limit of all routes together; none if there is no such limit. */
    static ErrorLimit errorLimit(Objectives objectives) {
        return Optional.ofNullable(objectives.routes().get(Objectives.ALL))
                .map(Objectives.Limit::errors)
                .map(percent -> new ErrorLimit(percent / 100, second -> true))
                .orElse(ErrorLimit.NONE);
    }

    /**
     * Plans a load of visits.
     *
     * @param size the estimate of requests per visit
     */
    static Load paced(Settings settings, Catalogue catalogue, double size, Clocked clocked) {
        double rate = settings.rate().orElseThrow();
        LoadCurve curve = curve(settings, rate);
        EntityTags entityTags = new EntityTags();
        Supplier<Visit> visitors = visitors(settings, catalogue, entityTags, settings.seed());
        Supplier<Visit> before = visitors(settings, catalogue, entityTags, ~settings.seed());
        Plan plan = new PacedPlan(curve, visitors, size, settings.seed());
        return new Load(
                warmup(settings, before, rate, size).map(clocked::phase),
                settings.profile() == Profile.STRESS
                        ? clocked.phase(plan, Spike.of(curve.stretches()))
                        : clocked.phase(plan),
                curve.stretches(),
                catalogue,
                entityTags);
    }

    private static Load replay(Settings settings, Path file, Catalogue catalogue, Clocked clocked) {
        try {
            AccessLog log = AccessLog.scan(file, settings.votes());
            double speed = settings.rate().isPresent()
                    ? log.summary().speedFor(settings.rate().getAsDouble())
                    : settings.speed();
            Ids ids = Ids.of(settings.ids(), catalogue, ~settings.seed());
            EntityTags entityTags = new EntityTags();
            Visitors before = new Visitors(catalogue, ids, entityTags, ~settings.seed());
            return new Load(
                    warmup(settings, before::single, speed * log.summary().meanRate(), 1)
                            .map(clocked::phase),
                    clocked.phase(new ReplayPlan(log, speed, settings.duration())),
                    List.of(),
                    catalogue,
                    entityTags);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Plans a warm-up whose rate rises in five steps: the full rate at once would overload a service that has just started. */
    private static Optional<Plan> warmup(Settings settings, Supplier<Visit> visitors, double rate, double size) {
        Duration step = settings.warmup().dividedBy(WARMUP_STEPS);
        if (step.isZero()) {
            return Optional.empty();
        }
        LoadCurve curve = new LoadCurve(IntStream.rangeClosed(1, WARMUP_STEPS)
                .mapToObj(number -> new Stretch(step, rate * number / WARMUP_STEPS))
                .toList());
        return Optional.of(new PacedPlan(curve, visitors, size, ~settings.seed()));
    }

    private static LoadCurve curve(Settings settings, double rate) {
        Duration duration = settings.duration();
        return switch (settings.profile()) {
            case CAPACITY -> LoadCurve.staircase(LEVELS, duration, rate, LEVEL_FACTOR);
            case STRESS -> spike(duration, rate);
            default -> LoadCurve.constant(duration, rate);
        };
    }

    private static LoadCurve spike(Duration duration, double rate) {
        long sixth = Math.max(1, duration.toSeconds() / 6);
        Duration before = Duration.ofSeconds(SPIKE_SIXTHS_BEFORE * sixth);
        Duration spike = Duration.ofSeconds(SPIKE_SIXTHS * sixth);
        return new LoadCurve(List.of(
                new Stretch(before, rate),
                new Stretch(spike, SPIKE_FACTOR * rate),
                new Stretch(duration.minus(before).minus(spike), rate)));
    }

    private static double requestsPerVisit(Settings settings, Probe probe, Catalogue catalogue) {
        if (settings.profile() == Profile.ORIGINAL || settings.mix() == Mix.FLAT) {
            return 1;
        }
        double related = probe.relatedPerProduct(Ids.of(settings.ids(), catalogue, settings.seed()));
        return Visitors.requestsPerVisit(settings.mix(), related);
    }

    private static Supplier<Visit> visitors(Settings settings, Catalogue catalogue, EntityTags entityTags, long seed) {
        IdChoice ids = settings.ids();
        Visitors visitors = new Visitors(catalogue, Ids.of(ids, catalogue, seed), entityTags, seed);
        Supplier<Visit> usual =
                settings.profile() == Profile.ORIGINAL ? visitors.original() : () -> visitors.visit(settings.mix());
        if (settings.profile() != Profile.SMOKE) {
            return usual;
        }
        AtomicBoolean first = new AtomicBoolean(true);
        return () -> first.getAndSet(false) ? visitors.tour(settings.mix()) : usual.get();
    }
}
