package atelier.load;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.cli.OperatorException;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL, COPY, shell, template and script characters in everything that comes from outside: they are text, and stay it. */
@ExtendWith(RunningService.class)
@Timeout(60)
final class InjectionTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final long REJECTED_BEFORE = 24;
    private static final int FIRST = 500;

    private static final List<String> HOSTILE = List.of(
            "'; DROP TABLE catalogue.product; --",
            "1'); DROP SCHEMA catalogue CASCADE; --",
            "' OR '1'='1",
            "\" OR \"\"=\"",
            "x' UNION SELECT rolpassword FROM pg_authid --",
            "$$; SELECT pg_sleep(30); $$",
            "E'\\'; DROP TABLE x; --",
            "1/**/OR/**/1=1",
            "\\.",
            "a\\N",
            "\\",
            "a\\tb\\x41",
            "{\"a\",NULL}",
            "a\tb",
            "{d '2000-01-01'} {fn now()} ? :name",
            "%s%n%1$s",
            "${DATABASE_PASSWORD}",
            "${jndi:ldap://127.0.0.1/x}",
            "{{7*7}}#{7*7}",
            "$(id) `id` | id; id",
            "<script>alert(1)</script>",
            "</script><!--",
            "\u2028\u202eevil",
            "ʼ＇; DROP TABLE x",
            "' || (SELECT version()) || '");

    @TempDir
    private Path directory;

    @BeforeAll
    @AfterAll
    static void restore(Service service) {
        load(service, FIXTURE);
    }

    @Test
    void everyTextOfACatalogueIsServedUnchanged(Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        List<List<String>> rows =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < HOSTILE.size(); i++) {
            int id = FIRST + i;
            String text = quote(HOSTILE.get(i));
            rows.get(0).add(id + "," + text + "," + text + "," + text + "," + text + ",1");
            rows.get(1).add(id + "," + id + "," + text + "," + text);
            rows.get(2).add(id + "," + id + "," + text + ",1,1,null");
            rows.get(3).add(id + "," + id + "," + text + "," + text);
            rows.get(4).add(id + "," + id + "," + text + ",1");
        }
        append("product.csv", rows.get(0));
        append("features.csv", rows.get(1));
        append("styles.csv", rows.get(2));
        append("photos.csv", rows.get(3));
        append("skus.csv", rows.get(4));

        ImportReport report = load(service, directory);

        assertThat(report.rejected()).isEqualTo(REJECTED_BEFORE);
        for (int i = 0; i < HOSTILE.size(); i++) {
            String text = HOSTILE.get(i);
            JsonNode product = json(service, "/products/" + (FIRST + i));
            for (String field : List.of("name", "slogan", "description", "category")) {
                assertThat(product.get(field).asText()).as(field).isEqualTo(text);
            }
            assertThat(product.at("/features/0/feature").asText()).isEqualTo(text);
            assertThat(product.at("/features/0/value").asText()).isEqualTo(text);
            JsonNode style =
                    json(service, "/products/" + (FIRST + i) + "/styles").at("/results/0");
            assertThat(style.get("name").asText()).isEqualTo(text);
            assertThat(style.at("/photos/0/url").asText()).isEqualTo(text);
            assertThat(style.at("/photos/0/thumbnail_url").asText()).isEqualTo(text);
            assertThat(style.get("skus")
                            .get(Integer.toString(FIRST + i))
                            .get("size")
                            .asText())
                    .isEqualTo(text);
        }
        assertThat(json(service, "/products?count=1000")).hasSize(6 + HOSTILE.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1; DROP TABLE catalogue.product", "1'--", "1)", "1 OR 1=1", "\\.", "1\\", "(SELECT 1)", "1,2"})
    void everyNumberOfACatalogueIsANumberOrRejected(String text, Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        String number = quote(text);
        // Each row would do but for one number in it; a null is a number that may be missing.
        Map<String, List<String>> rows = Map.of(
                "product.csv", List.of("N,a,b,c,d,1", "901,a,b,c,d,N"),
                "features.csv", List.of("900,N,a,b"),
                "styles.csv",
                        List.of("N,1,a,1,1,0", "901,N,a,1,1,0", "902,1,a,N,1,0", "903,1,a,0,N,0", "904,1,a,0,1,N"),
                "photos.csv", List.of("N,1,u,t", "901,N,u,t"),
                "skus.csv", List.of("N,1,S,1", "901,N,S,1", "902,1,S,N"),
                "related.csv", List.of("900,N,1", "901,1,N"));
        for (Map.Entry<String, List<String>> file : rows.entrySet()) {
            append(
                    file.getKey(),
                    file.getValue().stream()
                            .map(row -> row.replace("N", number))
                            .toList());
        }
        int added = rows.values().stream().mapToInt(List::size).sum();

        ImportReport report = load(service, directory);

        // The id of a feature and of a related row is not stored, but has to be a number all the same.
        assertThat(report.rejected()).isEqualTo(REJECTED_BEFORE + added);
        assertThat(json(service, "/products/1").get("name").asText()).isEqualTo("Linen Apron");
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void everyParameterOfARequestIsItsValueOrRefused(String text, Service service) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        List<String> refused = List.of(
                "/products/" + encoded,
                "/products/1" + encoded,
                "/products/" + encoded + "/styles",
                "/products/" + encoded + "/related",
                "/products?page=" + encoded,
                "/products?count=" + encoded,
                "/products?page=1" + encoded + "&count=1",
                "/api/fec2/hr-lax/products?count=1" + encoded);
        for (String path : refused) {
            RawResponse response = ask(service, "GET " + path);
            assertThat(response.status()).as(path + ": " + response).isEqualTo(400);
            assertThat(response.body()).startsWith("{\"code\":400,").doesNotContainIgnoringCase("syntax");
        }
        assertThat(ask(service, "GET /products?" + encoded + "=" + encoded)).isEqualTo(ask(service, "GET /products"));
        if (!encoded.contains("%5C")
                && !encoded.contains("%2F")
                && !encoded.contains("%09")
                && !encoded.contains("%25")) {
            assertThat(ask(service, "GET /api/fec2/" + encoded + "/products/1").status())
                    .isEqualTo(200);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String name :
                List.of("X-Request-Id", "If-None-Match", "Authorization", "Accept-Encoding", "Origin", "Cookie")) {
            assertThat(ask(service, "GET /products/1", name + ": " + header))
                    .as(name)
                    .isEqualTo(ask(service, "GET /products/1"));
        }
    }

    /** The last import's right ends with its connection, of whose end PostgreSQL learns a moment after we do. */
    private static ImportReport load(Service service, Path directory) {
        AtomicReference<ImportReport> report = new AtomicReference<>();
        Program.await("the end of the import before", () -> {
            try {
                report.set(service.importFrom(directory));
                return true;
            } catch (OperatorException another) {
                assertThat(another).hasMessageStartingWith("Another import or a migration is running");
                return false;
            }
        });
        return Objects.requireNonNull(report.get());
    }

    /** No file of the fixture ends with a line end. */
    private void append(String file, List<String> rows) throws Exception {
        Files.writeString(directory.resolve(file), "\n" + String.join("\n", rows), StandardOpenOption.APPEND);
    }

    private static String quote(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static JsonNode json(Service service, String path) throws Exception {
        return new ObjectMapper().readTree(service.get(path).body());
    }

    private static RawResponse ask(Service service, String methodAndPath, String... headers) {
        RawResponse response = RawConnection.ask(service.port(), request(methodAndPath, headers));
        Map<String, String> compared = new TreeMap<>(response.headers());
        compared.remove("date");
        assertThat(compared.remove("x-request-id")).matches("[0-9A-Za-z._-]{1,64}");
        return new RawResponse(response.status(), compared, response.body());
    }
}
