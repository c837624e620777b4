package atelier.apidocs;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.apidocs.OpenApiDocument.Operation;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every path of the document refuses every other method, and says which ones it has. */
class OpenApiMethodsTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final ConfigOverride TOKENS = ConfigOverride.config("changes.tokens", "alice:" + TOKEN);
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Test
    void withoutTokens() {
        assertMethodsAreThoseOfTheDocument();
    }

    @Test
    void withAToken() {
        assertMethodsAreThoseOfTheDocument(TOKENS);
    }

    @Test
    void whereShoppersCannotWrite() {
        assertMethodsAreThoseOfTheDocument(TOKENS, ConfigOverride.config("shoppers.writes", "off"));
    }

    @Test
    void aDocumentWithoutShoppersWritesIsValidAndHasOnlyTheirReads() throws Exception {
        try (Service service = new Service(ConfigOverride.config("shoppers.writes", "off"))) {
            OpenApiDocument document =
                    new OpenApiDocument(service.get("/openapi.json").body());

            OpenApiRules.assertValid(document);
            OpenApiRules.assertEqualsYaml(document, service.get("/openapi.yaml").body());
            assertThat(document.operations())
                    .extracting(Operation::toString)
                    .contains("GET /cart", "HEAD /cart", "GET /reviews", "GET /qa/questions/{question_id}/answers")
                    .noneMatch(operation -> operation.startsWith("P"));
            assertThat(document.root().get("tags").findValuesAsText("name"))
                    .contains("cart")
                    .doesNotContain("interactions");
        }
    }

    private static void assertMethodsAreThoseOfTheDocument(ConfigOverride... settings) {
        List<String> faults = new ArrayList<>();
        try (Service service = new Service(settings)) {
            OpenApiDocument document =
                    new OpenApiDocument(service.get("/openapi.json").body());
            Map<String, Set<String>> methods = new TreeMap<>();
            for (Operation operation : document.operations()) {
                methods.computeIfAbsent(operation.path(), path -> new TreeSet<>(Set.of("OPTIONS")))
                        .add(operation.method());
            }
            methods.forEach((path, allowed) -> {
                String url = path.replace("{file_name}", "page.js").replaceAll("\\{\\w+}", "5");
                for (String method : METHODS) {
                    if (method.equals("OPTIONS") || !allowed.contains(method)) {
                        RawResponse response = RawConnection.ask(
                                service.port(),
                                request(method + " " + url, "Content-Length: 0", "Authorization: Bearer " + TOKEN));
                        int expected = method.equals("OPTIONS") ? 204 : 405;
                        if (response.status() != expected
                                || !String.join(", ", allowed).equals(response.header("allow"))) {
                            faults.add(method + " " + url + " " + response);
                        }
                    }
                }
            });
        }
        assertThat(faults).isEmpty();
    }
}
