package atelier.perf.measure;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Simulation;

/** A run of a second, whose log has every kind of record and of text. */
public final class TinySimulation extends Simulation {
    static final int USERS = 200;
    static final String GREETING = "/greeting";
    static final String BROKEN = "/broken";
    static final String SILENT = "/silent";

    {
        String server = System.getProperty("server");
        setUp(
                        scenario("múltiple – 多")
                                .exec(
                                        group("outer")
                                                .on(group("入れ子")
                                                        .on(exec(http("GET /greeting")
                                                                .get(server + GREETING)
                                                                .check(status().is(200))))),
                                        http("日本語 Ж")
                                                .get(server + GREETING)
                                                .check(bodyString().is("żółw")),
                                        http("crème brûlée")
                                                .get(server + BROKEN)
                                                .check(status().is(200)),
                                        http("not logged").get(server + SILENT).silent(),
                                        http("not built").get("#{missing}"))
                                .injectOpen(rampUsers(USERS).during(1)),
                        scenario("refused")
                                .exec(http("nobody").get(System.getProperty("nobody")))
                                // These users stay until the end, so that a cut-off log never looks complete.
                                .pause(2)
                                .injectOpen(atOnceUsers(5)))
                .assertions(
                        global().responseTime().percentile(99.0).lt(60_000),
                        global().failedRequests().count().gte(0L))
                .protocols(http.shareConnections().disableWarmUp());
    }
}
