package atelier.http;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RecordedLog;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@ExtendWith(RunningService.class)
class RequestIdTest {
    private static final String LARGE = "a".repeat(9_000);

    /** A request for each part of the service that sends responses. */
    private static final List<String> TARGETS = List.of(
            "GET /products/1",
            "HEAD /products/1/styles",
            "GET /products/%31",
            "GET /api/fec2/hr-lax/products?x=1",
            "GET /products/1999999/related",
            "GET /products/one",
            "GET /no/such/route",
            "GET /health-check",
            "OPTIONS /products/1",
            "OPTIONS *",
            "DELETE /products/1",
            "BREW /products/1");

    @Test
    void everyResponseHasTheIdFromTheClient(Service service) {
        assertThat(TARGETS)
                .allSatisfy(target -> assertThat(
                                RawConnection.ask(service.port(), request(target, "X-Request-Id: Frontend_47.11-a"))
                                        .header("x-request-id"))
                        .isEqualTo("Frontend_47.11-a"));
    }

    @Test
    void everyResponseToARequestWithoutIdHasANewId(Service service) {
        List<String> requests =
                new ArrayList<>(TARGETS.stream().map(RawConnection::request).toList());
        requests.addAll(TARGETS.stream().map(RawConnection::request).toList());
        requests.add(request("GET /%zz"));
        requests.add("What is this\r\n\r\n");
        requests.add("GET /products/1 HTTP/1.1\r\n\r\n");
        requests.add(request("GET /" + LARGE));
        requests.add(request("GET /products/1", "Cookie: " + LARGE));
        requests.add(request("GET /products/1", "Expect: miracles"));
        requests.add(request("GET /products/1", "Content-Length: 2000000"));

        List<String> ids = requests.stream()
                .map(request -> String.valueOf(
                        RawConnection.ask(service.port(), request).header("x-request-id")))
                .toList();

        assertThat(ids)
                .allSatisfy(id -> assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{1,16}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void longestValidIdIsKept(Service service) {
        String id = "z".repeat(64);

        assertThat(id(service.get("/products/1", "X-Request-Id", id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "a b",
                "a\tb",
                "{\"a\":1}",
                "a/b",
                "<script>",
                "a,b",
                "\351",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void invalidIdIsReplaced(String text, Service service) {
        for (String target : List.of("GET /products/1", "GET /products/one", "POST /products")) {
            assertThat(RawConnection.ask(service.port(), request(target, "X-Request-Id: " + text))
                            .header("x-request-id"))
                    .matches("[0-9a-f]{8}-[0-9a-f]{1,16}");
        }
    }

    @Test
    void firstOfTwoIdsCounts(Service service) {
        assertThat(RawConnection.ask(
                                service.port(),
                                request("GET /products/1", "X-Request-Id: first", "X-Request-Id: second"))
                        .header("x-request-id"))
                .isEqualTo("first");
    }

    @Test
    void idIsNotPartOfTheCachedResponse(Service service) {
        HttpResponse<String> first = service.get("/products/1", "X-Request-Id", "first");
        HttpResponse<String> second = service.get("/products/1", "X-Request-Id", "second");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> known = service.get("/products/1", "X-Request-Id", "third", "If-None-Match", tag);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("ETag")).contains(tag);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(Stream.of(first, second, known).map(RequestIdTest::id)).containsExactly("first", "second", "third");
    }

    @Test
    void scriptsMayReadTheId(Service service) {
        assertThat(service.get("/products/1").headers().firstValue("Access-Control-Expose-Headers"))
                .get()
                .asString()
                .contains("X-Request-Id");
    }

    @Test
    void logLinesOfServletsAndJerseyHaveTheId(Service service) {
        Logger logger = (Logger) LoggerFactory.getLogger("org.eclipse.jetty.ee10.servlet.ServletHandler");
        logger.setLevel(Level.DEBUG);
        try (RecordedLog log = new RecordedLog(logger.getName())) {
            service.get("/no/such/route", "X-Request-Id", "frontend-4711");

            assertThat(log.lines())
                    .isNotEmpty()
                    .allSatisfy(
                            line -> assertThat(line.getMDCPropertyMap()).containsEntry("request_id", "frontend-4711"));
        } finally {
            logger.setLevel(null);
        }
    }

    private static String id(HttpResponse<String> response) {
        List<String> ids = response.headers().allValues("X-Request-Id");
        assertThat(ids).hasSize(1);
        return ids.get(0);
    }

    @Test
    void nestedRequestRestoresTheOuterId() {
        RequestId.inLog("outer", () -> {
            String inner = RequestId.inLog("inner", () -> MDC.get("request_id"));

            assertThat(inner).isEqualTo("inner");
            assertThat(MDC.get("request_id")).isEqualTo("outer");
            return inner;
        });

        assertThat(MDC.get("request_id")).isNull();
    }
}
