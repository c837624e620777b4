package atelier.http;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends requests whose end two servers could interpret differently, each followed by another request. The service must reject an
 * ambiguous request and close its connection, so that it never parses the bytes behind it as a request.
 */
@ExtendWith(RunningService.class)
@Timeout(30)
final class SmugglingTest {
    private static final String SMUGGLED = request("GET /smuggled", "Connection: close");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Content-Length: 5\\r\\nTransfer-Encoding: chunked      | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked\\r\\nContent-Length: 5      | 0\\r\\n\\r\\n
            Content-Length: 0\\r\\nContent-Length: 36              | ``
            Content-Length: 36\\r\\nContent-Length: 0              | ``
            Content-Length: 0\\r\\nContent-Length: 0               | ``
            Content-Length: 0, 36                                  | ``
            Content-Length: 0,0                                    | ``
            Content-Length: +0                                     | ``
            Content-Length: -0                                     | ``
            Content-Length: 0x0                                    | ``
            Content-Length: 0;                                     | ``
            Content-Length: 1e0                                    | ``
            Content-Length: \\0130                                 | ``
            Content-Length: 18446744073709551616                   | ``
            Content-Length:                                        | ``
            Content-Length : 0                                     | ``
            Transfer-Encoding : chunked                            | 0\\r\\n\\r\\n
            Transfer-Encoding: xchunked                            | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked, identity                   | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked\\r\\nTransfer-Encoding: x   | 0\\r\\n\\r\\n
            Transfer-Encoding: x\\nTransfer-Encoding: chunked\\r\\nContent-Length: 5 | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked;q=1                         | 0\\r\\n\\r\\n
            Transfer-Encoding: "chunked"                           | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked\\013                        | 0\\r\\n\\r\\n
            Transfer-Encoding:\\000chunked                         | 0\\r\\n\\r\\n
            X: y\\r\\n Transfer-Encoding: chunked                  | 0\\r\\n\\r\\n
            X: y\\rTransfer-Encoding: chunked                      | 0\\r\\n\\r\\n
            Transfer-Encoding\\r\\n : chunked                      | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0;\\n\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0;a="\\r\\n"\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0\\n\\r\\n
            Transfer-Encoding: chunked                             | 1\\nx\\r\\n0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 1\\r\\nx\\n0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 1\\r\\nxx0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0x0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | +0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | -0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | `\\040`0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0 \\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0\\rx\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | FFFFFFFFFFFFFFFF0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0\\r\\nno trailer\\r\\n\\r\\n
            """)
    void ambiguousBodyIsRejectedWithEverythingBehindIt(String framing, String body, Service service)
            throws IOException {
        String head = "POST /products HTTP/1.1\r\nHost: localhost\r\n" + unescape(framing) + "\r\n\r\n";

        List<RawResponse> responses = exchange(service, head + unescape(body) + SMUGGLED);

        assertThat(responses).hasSize(1);
        assertThat(responses.get(0).status()).isEqualTo(400);
        assertThat(responses.get(0).isLast()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /products/1 HTTP/1.1\\r\\nHost: a\\r\\nHost: b
            GET /products/1 HTTP/1.1\\r\\nHost: a, b
            GET /products/1 HTTP/1.1\\r\\nHost: a@b
            GET http://a@b/products/1 HTTP/1.1\\r\\nHost: a
            GET http://a/products/1 HTTP/1.1
            GET /products/1 HTTP/1.1
            GET /products/1 HTTP/1.1\\r\\nHost: a\\rX: y
            GET /products/1 HTTP/1.1\\r\\nHost: a\\r\\nX: y\\r\\n z
            GET /products/1 HTTP/1.1 HTTP/1.1\\r\\nHost: a
            GET /products/1\\tHTTP/1.1\\r\\nHost: a
            GET /products/1 HTTP/1.1\\r\\nHost: a\\r\\nno colon
            """)
    void ambiguousHeadIsRejected(String head, Service service) throws IOException {
        List<RawResponse> responses = exchange(service, unescape(head) + "\r\n\r\n" + SMUGGLED);

        assertThat(responses).extracting(RawResponse::status).containsExactly(400);
    }

    /** Unusual but unambiguous requests: the next request starts after the declared end of the body. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 35             | GET /products/1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
            transfer-encoding: CHUNKED     | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked     | 2;a=b\\r\\nxy\\r\\n00\\r\\n\\r\\n
            Transfer-Encoding: chunked     | 0\\r\\nContent-Length: 99\\r\\n\\r\\n
            Transfer-Encoding: chunked     | 0\\r\\n\\n
            """)
    void bodyIsNotParsedAsARequest(String framing, String body, Service service) throws IOException {
        String sent = unescape(body);
        String head = framing.replace("35", Integer.toString(sent.length()));

        List<RawResponse> responses = exchange(service, request("POST /products", head) + sent + SMUGGLED);

        assertThat(responses).extracting(RawResponse::status).containsExactly(405, 404);
    }

    @Test
    void pipelinedRequestsGetResponsesInOrder(Service service) throws IOException {
        StringBuilder requests = new StringBuilder();
        List<Integer> expected = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            // In turn a cache hit on the fast path, Jersey and a rejection: no response may overtake another one.
            requests.append(request("GET /products/" + (7_000 + round)))
                    .append(request("GET /products/1"))
                    .append(request("GET /products?count=x"))
                    .append(request("DELETE /products/1"));
            expected.addAll(List.of(404, 200, 400, 405));
        }
        expected.add(404);

        assertThat(exchange(service, requests + SMUGGLED))
                .extracting(RawResponse::status)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /products/1 HTTP/9\r\n\r\n", "\000\r\n\r\n", "GET /products/1 HTTP/1.1\r\nA B: c\r\n\r\n"})
    void badPipelinedRequestEndsTheConnection(String bad, Service service) throws IOException {
        List<RawResponse> responses = exchange(service, request("GET /products/1") + bad + SMUGGLED);

        assertThat(responses).extracting(RawResponse::status).containsExactly(200, 400);
    }

    /** Sends everything at once, and returns all responses until the service closes the connection. */
    private static List<RawResponse> exchange(Service service, String sent) throws IOException {
        List<RawResponse> responses = new ArrayList<>();
        try (RawConnection connection = new RawConnection(service.port(), Duration.ofSeconds(10))) {
            connection.send(sent);
            for (RawResponse response = connection.read(false); response != null; response = connection.read(false)) {
                responses.add(response);
            }
        }
        return responses;
    }

    private static String unescape(String text) {
        return text.replace("`", "").translateEscapes();
    }
}
