package atelier.perf.simulation;

import static io.gatling.javaapi.core.CoreDsl.doSwitch;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.onCase;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import atelier.perf.traffic.Call;
import atelier.perf.traffic.EntityTags;
import atelier.perf.traffic.Route;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gatling's requests, each with the checks of its response: the status, and one fact of the body. */
final class Requests {
    private static final String CALL = "call";
    private static final String PATH = "path";
    private static final String SUBJECT = "subject";
    private static final String NUMBER = "number";
    private static final String ETAG = "etag";
    private static final String NEW_ETAG = "newEtag";
    private static final String STATUS = "status";
    private static final String RELATED = "related";
    private static final String MILLISECONDS = "milliseconds";

    private final EntityTags entityTags;
    private final boolean silent;

    /**
     * @param silent whether Gatling leaves the requests out of its log, as those of the warm-up
     */
    Requests(EntityTags entityTags, boolean silent) {
        this.entityTags = entityTags;
        this.silent = silent;
    }

    /** Makes the call that was {@link #put} into the session. */
    ChainBuilder call() {
        return doSwitch("#{kind}")
                .on(
                        found(Route.PRODUCT, product()),
                        found(Route.STYLES, styles()),
                        found(Route.RELATED, related()),
                        found(Route.LIST, list()),
                        onCase("MISSING").then(missing()),
                        onCase("UNCHANGED").then(unchanged()),
                        onCase("AS_LOGGED GET").then(asLogged("GET")),
                        onCase("AS_LOGGED HEAD").then(asLogged("HEAD")),
                        onCase("AS_LOGGED GET conditional").then(conditional(asLogged("GET"))),
                        onCase("AS_LOGGED HEAD conditional").then(conditional(asLogged("HEAD"))));
    }

    /** Puts a call into the session, for {@link #call} to make. */
    static Session put(Session session, Call call) {
        String etag = call.etag();
        return session.removeAll(RELATED, MILLISECONDS, STATUS)
                .set(CALL, call)
                .set("kind", kind(call))
                .set("route", call.route().template())
                .set(PATH, call.path())
                .set(SUBJECT, call.subject())
                .set(NUMBER, call.number())
                .set(ETAG, etag == null ? "" : etag);
    }

    private static String kind(Call call) {
        return switch (call.expect()) {
            case FOUND -> call.route().name();
            case MISSING, UNCHANGED -> call.expect().name();
            case AS_LOGGED -> "AS_LOGGED " + call.method() + (call.etag() == null ? "" : " conditional");
        };
    }

    /** Returns the related products of the response; empty for other routes. */
    static Optional<List<Integer>> related(Session session) {
        return session.contains(RELATED) ? Optional.of(session.getList(RELATED)) : Optional.empty();
    }

    /** Returns the latency in milliseconds; negative without a response. */
    static int milliseconds(Session session) {
        return session.contains(MILLISECONDS) ? session.getInt(MILLISECONDS) : -1;
    }

    /**
     * Returns what a failed request got, in words; null if it succeeded. Gatling does not say whether the checks of a silent request
     * failed, so then only the status counts.
     */
    static @Nullable String failure(Session session) {
        if (!session.contains(STATUS)) {
            return "no response";
        }
        int got = session.getInt(STATUS);
        Call call = session.get(CALL);
        return session.isFailed() || !call.mayGet(got) ? "status " + got : null;
    }

    private HttpRequestActionBuilder product() {
        return get().check(
                        status().is(200),
                        jmesPath("id").ofInt().is(session -> session.getInt(SUBJECT)),
                        header("ETag").optional().saveAs(NEW_ETAG));
    }

    private HttpRequestActionBuilder styles() {
        return get().check(
                        status().is(200),
                        jmesPath("product_id").ofString().is(session -> Integer.toString(session.getInt(SUBJECT))),
                        header("ETag").optional().saveAs(NEW_ETAG));
    }

    private HttpRequestActionBuilder related() {
        return get().check(status().is(200), jmesPath("@").ofList().saveAs(RELATED));
    }

    private HttpRequestActionBuilder list() {
        return get().check(
                        status().is(200),
                        jmesPath("length(@)").ofInt().is(session -> session.getInt(NUMBER)),
                        jmesPath("[0].id").ofInt().validate("is the requested page's first product", (id, session) -> {
                            int first = session.getInt(SUBJECT);
                            if (first != 0 && (id == null || id != first)) {
                                throw new IllegalArgumentException(id + " and not " + first);
                            }
                            return id;
                        }));
    }

    private HttpRequestActionBuilder missing() {
        return get().check(status().is(404), jmesPath("code").ofInt().is(404));
    }

    private HttpRequestActionBuilder unchanged() {
        return conditional(get())
                .check(
                        status().in(304, 200),
                        // 304 has the same entity tag, 200 a new one.
                        header("ETag").validate("agrees with the status", (tag, session) -> {
                            boolean same = session.getString(ETAG).equals(tag);
                            if (same != (session.getInt(STATUS) == 304)) {
                                throw new IllegalArgumentException("%s with the tag %s after %s"
                                        .formatted(session.getInt(STATUS), tag, session.getString(ETAG)));
                            }
                            return tag;
                        }));
    }

    private HttpRequestActionBuilder asLogged(String method) {
        return request(method).check(status().validate("is as logged", (code, session) -> {
            int logged = session.getInt(NUMBER);
            // The catalogue may have another version than the client had, and the log may lack the client's condition.
            boolean conditional =
                    logged == 304 || (logged == 200 && !session.getString(ETAG).isEmpty());
            if (code != logged && !(conditional && (code == 304 || code == 200))) {
                throw new IllegalArgumentException(code + " and not " + logged);
            }
            return code;
        }));
    }

    private static HttpRequestActionBuilder conditional(HttpRequestActionBuilder request) {
        return request.header("If-None-Match", "#{etag}");
    }

    private HttpRequestActionBuilder get() {
        return request("GET");
    }

    private HttpRequestActionBuilder request(String method) {
        HttpRequestActionBuilder request = http("#{route}")
                .httpRequest(method, "#{path}")
                .check(status().saveAs(STATUS), responseTimeInMillis().saveAs(MILLISECONDS));
        return silent ? request.silent() : request;
    }

    private Choice.WithKey found(Route route, HttpRequestActionBuilder request) {
        return onCase(route.name()).then(request, exec(this::remember));
    }

    private Session remember(Session session) {
        String etag = session.getString(NEW_ETAG);
        if (etag != null) {
            entityTags.saw(session.getString(PATH), etag);
        }
        return session.remove(NEW_ETAG);
    }
}
