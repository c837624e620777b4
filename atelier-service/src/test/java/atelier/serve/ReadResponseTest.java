package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.bytes.Gzip;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;

class ReadResponseTest {
    private final ResponseFormat format = new ResponseFormat(
            new CacheSettings(DataSize.mebibytes(1), Duration.seconds(1), Duration.seconds(3)), new ObjectMapper());

    @Test
    void tagsFollowFromContentAndHeadersAlone() {
        String tag = tag(format.json(bytes("[]"), Map.of("X-Total-Count", "5")));

        assertThat(tag)
                .matches("\"[0-9a-f]{32}\"")
                .isEqualTo(tag(format.json(bytes("[]"), Map.of("X-Total-Count", "5"))));
        assertThat(tag)
                .isNotEqualTo(tag(format.json(bytes("[]"), Map.of("X-Total-Count", "6"))))
                .isNotEqualTo(tag(format.json(bytes("[1]"), Map.of("X-Total-Count", "5"))));
    }

    @Test
    void textsOfAllLengthsComeOutOfGzipAsTheyWentIn() {
        for (int length : new int[] {0, 1, 30, 1_000, 100_000}) {
            byte[] text = bytes("abc\"{}é".repeat(length));

            assertThat(Gzip.expand(Gzip.compress(text))).isEqualTo(text);
        }
    }

    @Test
    void aDamagedTextIsRejected() {
        byte[] compressed = Gzip.compress(bytes("{\"a\":1}".repeat(100)));
        byte[] longer = compressed.clone();
        longer[compressed.length - 4]++;
        byte[] damaged = compressed.clone();
        Arrays.fill(damaged, 10, 30, (byte) 0x7f);

        assertThatThrownBy(() -> Gzip.expand(longer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Gzip.expand(damaged)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String tag(ReadResponse actual) {
        ContainerRequest request = new ContainerRequest(null, null, "GET", null, new MapPropertiesDelegate(), null);
        Response response = actual.toResponse(request);
        return String.valueOf(response.getHeaderString(HttpHeaders.ETAG));
    }
}
