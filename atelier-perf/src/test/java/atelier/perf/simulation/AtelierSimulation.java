package atelier.perf.simulation;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import atelier.perf.run.Harness;
import atelier.perf.run.Load;
import atelier.perf.schedule.Phase;
import atelier.perf.schedule.Plan;
import atelier.perf.settings.HttpVersion;
import atelier.perf.traffic.Visit;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.List;

/**
 * The load of every profile. Where to look:
 *
 * <ul>
 * <li>The journey of a visitor is {@code visit} in {@link #population}: wave after wave of requests over six connections, as a browser
 * sends them, with think time between. What a wave requests is in {@code Visitors}, the requests and their checks in {@link Requests}.
 * <li>The load shape is {@code Load.curve}; the rates and durations of the profiles are in {@code Profile}.
 * <li>The limits are in {@code slo.yml}. There are no Gatling assertions.
 * </ul>
 *
 * <p>Why visits follow a plan, and not {@code constantUsersPerSec}: that counts users, and a rate here counts requests. How many requests a
 * page has depends on the product's related products, which only the service knows: by users alone, a minute of pages would be 2 % off the
 * rate, and up to 6 % ({@code InjectionTest}); the plan is 0.3 % off at most. A replay has a time of its own for each request, but
 * Gatling's steps have whole seconds. And Gatling does not say how late a user began, so a slow generator would look like a slow service.
 * So {@code injectOpen} creates visitors a second early and in reserve; each takes the next arrival of the {@code Plan}, waits until it is
 * due, records how late it is, and those without an arrival leave. A visit that has ended tells the plan its number of requests, and later
 * visits begin earlier or later for it. It is still an open model: the service's speed has no influence on when visits begin.
 */
public final class AtelierSimulation extends Simulation {
    private static final int BROWSER_CONNECTIONS = 6;
    private static final String ARRIVAL = "arrival";
    /** When the next request of a connection is due: with the visit, or when its response before was received. */
    private static final String DUE = "due";

    private final Harness harness = Harness.begin();

    {
        Load load = harness.load();
        Resends.onEach(load.measured()::resent);
        PopulationBuilder measured =
                population("measured", load.measured(), new Requests(load.measured(), load.entityTags(), false));
        setUp(load.warmup()
                        .map(warmup -> population("warm-up", warmup, new Requests(warmup, load.entityTags(), true))
                                .andThen(measured))
                        .orElse(measured))
                .protocols(protocol());
    }

    @Override
    public void after() {
        harness.finish();
    }

    private PopulationBuilder population(String name, Phase phase, Requests requests) {
        ChainBuilder call = exec(session -> Requests.put(
                        session,
                        new Exchange(visit(session).next(), visit(session).found(), due(session))))
                .exec(requests.call())
                .exec(session -> finished(phase, requests, session));
        ChainBuilder connection =
                asLongAs(session -> phase.goesOn() && visit(session).claim()).on(call);
        boolean http2 = harness.http() == HttpVersion.TWO;
        ChainBuilder wave = doIf(session -> visit(session).left() > 0)
                .then(exec(new Parallel(
                        session -> Math.min(
                                http2 ? Integer.MAX_VALUE : BROWSER_CONNECTIONS,
                                visit(session).left()),
                        connection)));
        // Over HTTP/2 the first request opens the visitor's connection, and all others of a wave share it.
        ChainBuilder opening = doIf(session ->
                        http2 && phase.goesOn() && visit(session).claim())
                .then(call);
        ChainBuilder visit = doIf(session -> phase.begin(arrival(session)))
                .then(
                        exec(session ->
                                session.set(DUE, Math.min(arrival(session).due(), phase.now()))),
                        opening,
                        wave,
                        asLongAs(session -> phase.goesOn() && visit(session).hasNextWave())
                                .on(
                                        exec(new PauseUntil(
                                                session -> visit(session).think())),
                                        exec(session -> {
                                            visit(session).nextWave();
                                            return session.set(DUE, phase.now());
                                        }),
                                        wave),
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
                .then(
                        exec(new PauseUntil(
                                session -> phase.until(arrival(session).due()))),
                        visit)
                .injectOpen(phase.plan().visitorsPerSecond().stream()
                        .map(visitors -> rampUsers(visitors).during(1))
                        .toArray(OpenInjectionStep[]::new));
    }

    /** Records a request. The connection's next one is due now. */
    private static Session finished(Phase phase, Requests requests, Session session) {
        double now = phase.now();
        Exchange exchange = Requests.exchange(session);
        phase.finished(
                exchange.call().route().template(),
                exchange.due(),
                exchange.ended(now),
                exchange.failure(session.isFailed(), now));
        requests.remember(exchange);
        List<Integer> related = exchange.related();
        if (related != null) {
            visit(session).related(related);
        }
        return session.markAsSucceeded().set(DUE, now);
    }

    private static double due(Session session) {
        return session.getDouble(DUE);
    }

    private HttpProtocolBuilder protocol() {
        HttpProtocolBuilder protocol = http.baseUrls(harness.targets());
        return (harness.http() == HttpVersion.TWO ? protocol.enableHttp2() : protocol.shareConnections())
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
