package atelier.perf.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyBytes;
import static io.gatling.javaapi.core.CoreDsl.doSwitch;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.onCase;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import atelier.perf.schedule.Phase;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.EntityTags;
import atelier.perf.traffic.Route;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Objects;

/** Gatling's requests, each with the checks of its response: the status, and one fact of the body. */
final class Requests {
    private static final String EXCHANGE = "exchange";

    private final Phase phase;
    private final EntityTags entityTags;
    private final boolean silent;

    /**
     * @param phase has the clock
     * @param silent whether Gatling leaves the requests out of its log, as those of the warm-up
     */
    Requests(Phase phase, EntityTags entityTags, boolean silent) {
        this.phase = phase;
        this.entityTags = entityTags;
        this.silent = silent;
    }

    /** Makes the request that was {@link #put} into the session. */
    ChainBuilder call() {
        return doSwitch(session -> kind(exchange(session).call()))
                .on(
                        onCase(Route.PRODUCT.name()).then(product()),
                        onCase(Route.STYLES.name()).then(styles()),
                        onCase(Route.RELATED.name()).then(related()),
                        onCase(Route.LIST.name()).then(list()),
                        onCase("READ").then(read()),
                        onCase("READ by visitor").then(byVisitor(read())),
                        onCase("WRITTEN PUT").then(request("PUT")),
                        onCase("WRITTEN POST").then(post()),
                        onCase("WRITTEN POST by visitor").then(byVisitor(post())),
                        onCase("MISSING").then(missing()),
                        onCase("UNCHANGED").then(unchanged()),
                        onCase("AS_LOGGED GET").then(request("GET")),
                        onCase("AS_LOGGED HEAD").then(request("HEAD")),
                        onCase("AS_LOGGED PUT").then(request("PUT")),
                        onCase("AS_LOGGED GET conditional").then(conditional(request("GET"))),
                        onCase("AS_LOGGED HEAD conditional").then(conditional(request("HEAD"))));
    }

    static Session put(Session session, Exchange exchange) {
        return session.set(EXCHANGE, exchange);
    }

    static Exchange exchange(Session session) {
        return Objects.requireNonNull(session.get(EXCHANGE));
    }

    /** Keeps the entity tag of a response, as a browser does. */
    void remember(Exchange exchange) {
        String tag = exchange.entityTag();
        if (tag != null) {
            entityTags.saw(exchange.call().path(), tag);
        }
    }

    private static String kind(Call call) {
        return switch (call.expect()) {
            case FOUND -> call.route().name();
            case READ -> "READ" + (call.visitor() == null ? "" : " by visitor");
            case WRITTEN -> "WRITTEN " + call.method() + (call.visitor() == null ? "" : " by visitor");
            case MISSING, UNCHANGED -> call.expect().name();
            case AS_LOGGED -> "AS_LOGGED " + call.method() + (call.etag() == null ? "" : " conditional");
        };
    }

    private HttpRequestActionBuilder product() {
        return get().check(
                        jmesPath("id").ofInt().validate("is the product's id", (id, session) -> subject(session, id)),
                        entityTag());
    }

    private HttpRequestActionBuilder styles() {
        return get().check(
                        jmesPath("product_id").ofString().validate("is the product's id", (id, session) -> {
                            Exchange exchange = exchange(session);
                            return exchange.expect(
                                    "product_id",
                                    Integer.toString(exchange.call().subject()),
                                    id);
                        }),
                        entityTag());
    }

    private HttpRequestActionBuilder related() {
        return get().check(jmesPath("@").ofList().validate("is a list of ids", (ids, session) -> {
            if (ids == null || !ids.stream().allMatch(Integer.class::isInstance)) {
                throw exchange(session).fail("not a list of ids");
            }
            exchange(session).related(ids.stream().map(Integer.class::cast).toList());
            return ids;
        }));
    }

    private HttpRequestActionBuilder list() {
        return get().check(
                        jmesPath("length(@)")
                                .ofInt()
                                .validate(
                                        "has as many products as requested",
                                        (length, session) -> exchange(session)
                                                .expect(
                                                        "products",
                                                        (int) exchange(session)
                                                                .call()
                                                                .number(),
                                                        length)),
                        jmesPath("[0].id").ofInt().validate("is the requested page's first product", (id, session) -> {
                            int first = exchange(session).call().subject();
                            return first == 0 ? id : exchange(session).expect("first product", first, id);
                        }));
    }

    /** Shoppers' texts. The visitor's own write must be among them. */
    private HttpRequestActionBuilder read() {
        return get().check(bodyBytes()
                .validate(
                        "is what was asked for",
                        (body, session) -> exchange(session).read(body)));
    }

    private HttpRequestActionBuilder post() {
        return request("POST")
                .header("Content-Type", "application/json")
                .body(StringBody(session -> exchange(session).call().body()));
    }

    /** A cart belongs to a value of Authorization. */
    private static HttpRequestActionBuilder byVisitor(HttpRequestActionBuilder request) {
        return request.header(
                "Authorization", session -> exchange(session).call().visitor());
    }

    private HttpRequestActionBuilder missing() {
        return get().check(jmesPath("code")
                .ofInt()
                .validate("is the status", (code, session) -> exchange(session).expect("code", 404, code)));
    }

    /** 304 has the same entity tag, 200 a new one. */
    private HttpRequestActionBuilder unchanged() {
        return conditional(get()).check(header("ETag").validate("agrees with the status", (tag, session) -> {
            Exchange exchange = exchange(session);
            String known = exchange.call().etag();
            if (Objects.equals(known, tag) != (exchange.status() == 304)) {
                throw exchange.fail("status %s does not agree with the ETag".formatted(exchange.status()));
            }
            return tag;
        }));
    }

    private static Integer subject(Session session, Integer id) {
        return exchange(session).expect("id", exchange(session).call().subject(), id);
    }

    private static CheckBuilder entityTag() {
        return header("ETag").validate("is kept", (tag, session) -> {
            exchange(session).entityTag(tag);
            return tag;
        });
    }

    private static HttpRequestActionBuilder conditional(HttpRequestActionBuilder request) {
        return request.header(
                "If-None-Match", session -> exchange(session).call().etag());
    }

    private HttpRequestActionBuilder get() {
        return request("GET");
    }

    /** The status is checked first, so this check sees the end of the response most exactly. */
    private HttpRequestActionBuilder request(String method) {
        HttpRequestActionBuilder request = http(session ->
                        exchange(session).call().route().template())
                .httpRequest(method, session -> exchange(session).call().path())
                .check(status().validate("is as expected", (code, session) -> {
                    Exchange exchange = exchange(session);
                    exchange.responded(phase.now(), code);
                    if (!exchange.call().mayGet(code)) {
                        throw exchange.fail("status %s, expected %s"
                                .formatted(code, exchange.call().expected()));
                    }
                    return code;
                }));
        return silent ? request.silent() : request;
    }
}
