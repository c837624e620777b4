package atelier.product;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.product.ProductDocument.Part;
import atelier.product.prepare.DocumentRow;
import atelier.serve.CacheSettings;
import atelier.serve.ReadResponse;
import atelier.serve.Reads;
import atelier.serve.ResponseFormat;
import atelier.serve.TestReads;
import atelier.testing.Program;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;

/** What the cache's bound, which is in bytes, counts for a document. */
class DocumentWeightTest {
    private static final int WORDS = 2_000;

    private final ResponseFormat format = new ResponseFormat(
            new CacheSettings(DataSize.mebibytes(1), Duration.seconds(1), Duration.seconds(3)), new ObjectMapper());
    private final Random random = new Random(1);

    @Test
    void theCacheCountsAllBytesOfADocument() throws IOException {
        for (int words : new int[] {0, 10, 100, 1_000, 10_000}) {
            DocumentRow row = new DocumentRow(1, text(words), text(words / 10), gzip(text(words)), text(words));
            ProductDocument document = ProductDocument.of(row, "{\"id\":1,\"campus\":\"hr-rfp\",", format);

            int held = row.product().length + row.features().length + row.styles().length + row.related().length;
            held += document.response(Part.PRODUCT).body().length + compressed(document.response(Part.PRODUCT));
            // The compressed styles, and the related products, are the row's own bytes.
            held += document.response(Part.STYLES).body().length + compressed(document.response(Part.RELATED));

            assertThat(document.weight()).as("%d words", words).isBetween(held, held + held / 2 + 1_000);
        }
    }

    @Test
    void aScanOfProductsThatDoNotExistStaysWithinTheBound() {
        DataSize bound = DataSize.mebibytes(1);
        ProductDocument missing = ProductDocument.missing(1, format);
        assertThat(missing.weight())
                .isGreaterThan(missing.response(Part.PRODUCT).body().length + 500);
        try (TestReads test = new TestReads().cacheSize(bound)) {
            Reads<Integer, ProductDocument> reads = test.start(new Reads.Source<>() {
                @Override
                public List<ProductDocument> read(List<Integer> ids) {
                    return ids.stream()
                            .map(id -> ProductDocument.missing(id, format))
                            .toList();
                }

                @Override
                public int weight(ProductDocument document) {
                    return document.weight();
                }
            });

            for (int id = 0; id < 20_000; id++) {
                assertThat(reads.find(id).join().id()).isEqualTo(id);
            }

            Program.await("the last evictions", () -> test.cache("bytes") <= bound.toBytes());
            assertThat(test.cache("entries")).isBetween(100L, bound.toBytes() / 500);
        }
    }

    /** Returns words that repeat as those of products do. */
    private byte[] text(int words) {
        return Stream.generate(() -> "word" + random.nextInt(WORDS))
                .limit(words)
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(text);
        }
        return target.toByteArray();
    }

    /** Returns how many bytes the response's compressed form has, which it keeps; none if it is too short to have one. */
    private static int compressed(ReadResponse response) {
        ContainerRequest request = new ContainerRequest(null, null, "GET", null, new MapPropertiesDelegate(), null);
        request.header(HttpHeaders.ACCEPT_ENCODING, "gzip");
        byte[] entity = (byte[]) response.toResponse(request).getEntity();
        return entity.length == response.body().length ? 0 : entity.length;
    }
}
