package atelier.perf.simulation;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import atelier.perf.run.Harness;
import atelier.perf.run.Load;
import atelier.perf.schedule.Phase;
import atelier.perf.schedule.Plan;
import atelier.perf.traffic.Visit;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;

/**
 * The load of every profile. A virtual user is one visit. It is created a second early, waits until it is due, and makes its calls over
 * at most six connections at a time. So the service's speed has no influence on when visits begin.
 */
public final class AtelierSimulation extends Simulation {
    private static final int BROWSER_CONNECTIONS = 6;
    private static final String ARRIVAL = "arrival";

    private final Harness harness = Harness.begin();

    {
        Load load = harness.load();
        Resends.onEach(load.measured()::resent);
        PopulationBuilder measured = population("measured", load.measured(), new Requests(load.entityTags(), false));
        setUp(load.warmup()
                        .map(warmup -> population("warm-up", warmup, new Requests(load.entityTags(), true))
                                .andThen(measured))
                        .orElse(measured))
                .protocols(protocol());
    }

    @Override
    public void after() {
        harness.finish();
    }

    private PopulationBuilder population(String name, Phase phase, Requests requests) {
        ChainBuilder connection = asLongAs(
                        session -> phase.goesOn() && visit(session).claim())
                .on(
                        exec(session -> Requests.put(session, visit(session).next())),
                        requests.call(),
                        exec(session -> finished(phase, session)));
        Parallel wave = new Parallel(
                session -> Math.min(BROWSER_CONNECTIONS, visit(session).left()), connection);
        ChainBuilder visit = doIf(session -> phase.begin(arrival(session)))
                .then(
                        exec(wave),
                        exec(session -> {
                            visit(session).nextWave();
                            return session;
                        }),
                        doIf(session -> visit(session).left() > 0).then(exec(wave)),
                        exec(session -> {
                            phase.end(arrival(session));
                            return session;
                        }));
        return scenario(name)
                // Otherwise Gatling creates visitors up to the end of its plan, even if the run ends early.
                .stopLoadGeneratorIf(session -> "the run has ended early", session -> phase.isOver())
                .exec(session -> {
                    Plan.Arrival arrival = phase.next();
                    return arrival == null ? session : session.set(ARRIVAL, arrival);
                })
                .doIf(session -> session.contains(ARRIVAL))
                .then(pause(session -> phase.until(arrival(session).due())), visit)
                .injectOpen(phase.plan().visitorsPerSecond().stream()
                        .map(visitors -> rampUsers(visitors).during(1))
                        .toArray(OpenInjectionStep[]::new));
    }

    private Session finished(Phase phase, Session session) {
        phase.finished(Requests.failure(session));
        if (phase == harness.load().measured()) {
            harness.live().add(Requests.milliseconds(session), !session.isFailed());
        }
        Requests.related(session).ifPresent(visit(session)::related);
        return session.markAsSucceeded();
    }

    private HttpProtocolBuilder protocol() {
        return http.baseUrls(harness.targets())
                .shareConnections()
                .disableCaching()
                .disableAutoReferer()
                .disableFollowRedirect()
                .disableUrlEncoding()
                .disableWarmUp()
                .acceptHeader("application/json")
                .acceptEncodingHeader("gzip")
                .userAgentHeader("atelier-perf");
    }

    private static Plan.Arrival arrival(Session session) {
        return session.get(ARRIVAL);
    }

    private static Visit visit(Session session) {
        return arrival(session).visit();
    }
}
