package atelier.http;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which responses are compressed, for which clients, and with which tag. */
@ExtendWith(RunningService.class)
final class CompressionTest {
    private static final String LONG = "/docs/api.md";

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(
            strings = {"gzip", "GZIP", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "deflate,gzip", "gzip ; q=0.01"})
    void clientsThatAcceptGzipGetGzip(String codings, Service service) throws Exception {
        HttpResponse<byte[]> plain = get(service, LONG);

        HttpResponse<byte[]> compressed = get(service, LONG, "Accept-Encoding", codings);

        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.body().length).isLessThan(plain.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())))
                .hasBinaryContent(plain.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "br", "identity", "gzip;q=0", "gzip; q=0.000", "br, gzip;q=0.0, deflate", "gzipped", "x-gzip"
            })
    void otherClientsGetUncompressedResponses(String codings, Service service) throws Exception {
        HttpResponse<byte[]> response = get(service, LONG, "Accept-Encoding", codings);

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.body()).isEqualTo(get(service, LONG).body());
    }

    @Test
    void shortResponseIsNotCompressed(Service service) throws Exception {
        HttpResponse<byte[]> response = get(service, "/products/1", "Accept-Encoding", "gzip");

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.body()).startsWith("{\"id\":1,".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachCodingHasItsOwnTagAndVary(Service service) throws Exception {
        HttpResponse<byte[]> plain = get(service, LONG);
        HttpResponse<byte[]> compressed = get(service, LONG, "Accept-Encoding", "gzip");
        String plainTag = tag(plain).orElseThrow();
        String compressedTag = tag(compressed).orElseThrow();

        assertThat(compressedTag).isNotEqualTo(plainTag).startsWith("\"");
        assertThat(plain.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(compressed.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        HttpResponse<byte[]> same = get(service, LONG, "Accept-Encoding", "gzip", "If-None-Match", compressedTag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(tag(same)).contains(compressedTag);
        assertThat(same.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(get(service, LONG, "Accept-Encoding", "gzip", "If-None-Match", plainTag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(service, LONG, "If-None-Match", compressedTag).statusCode())
                .isEqualTo(200);
    }

    private static Optional<String> tag(HttpResponse<byte[]> response) {
        return response.headers().firstValue("ETag");
    }

    private HttpResponse<byte[]> get(Service service, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
