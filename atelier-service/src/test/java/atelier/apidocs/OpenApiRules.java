package atelier.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.apidocs.OpenApiDocument.Operation;
import atelier.serve.ReadRoute;
import atelier.testing.RunningService.Service;
import atelier.write.shopper.ShopperRoute;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.io.Resources;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules for the OpenAPI document of every node, whatever its settings. */
final class OpenApiRules {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private OpenApiRules() {}

    /** Asserts that the document is OpenAPI 3.1, has no broken reference, and has no unused component. */
    static void assertValid(OpenApiDocument document) throws IOException {
        JsonNode rules = OpenApiDocument.parse(
                Resources.toString(Resources.getResource("openapi/openapi-3.1.json"), StandardCharsets.UTF_8));
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

        assertThat(registry.getSchema(rules).validate(document.root())).isEmpty();
        // The official schema does not check the schemas inside the document.
        JsonNode dialect = OpenApiDocument.parse("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
        for (JsonNode schema : document.root().at("/components/schemas")) {
            assertThat(registry.getSchema(dialect).validate(schema)).isEmpty();
        }
        assertNamesFitEveryLanguage(document);
        Set<String> referred = new TreeSet<>();
        document.root().findValues("$ref").forEach(reference -> referred.add(reference.asText()));
        Set<String> components = new TreeSet<>();
        document.root().get("components").forEachEntry((kind, named) -> {
            // Operations refer to security schemes by name.
            if (!kind.equals("securitySchemes")) {
                named.fieldNames().forEachRemaining(name -> components.add("#/components/" + kind + "/" + name));
            }
        });
        assertThat(components).isEqualTo(referred);
    }

    /** Client generators make a field of each property, and escape neither literals nor numbers in every language. */
    private static void assertNamesFitEveryLanguage(OpenApiDocument document) {
        for (JsonNode properties : document.root().get("components").findValues("properties")) {
            assertThat(properties.fieldNames()).toIterable().noneMatch(name -> name.matches("true|false|null|[0-9].*"));
        }
    }

    static void assertEqualsYaml(OpenApiDocument document, String yaml) throws IOException {
        assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(document.root());
        assertThat(yaml).startsWith("openapi: 3.1.0\n").contains("\n        \"200\":\n");
    }

    static void assertExamplesFit(OpenApiDocument document) {
        for (Operation operation : document.operations()) {
            for (JsonNode reference : operation.node().get("responses")) {
                assertExamplesFit(document, document.resolve(reference));
            }
            assertExamplesFit(document, operation.node().path("requestBody"));
        }
        document.root().at("/components/headers").forEachEntry((name, header) -> {
            if (header.has("example")) {
                assertThat(document.faults("#/components/headers/" + name + "/schema", header.get("example")))
                        .isEmpty();
            }
        });
    }

    private static void assertExamplesFit(OpenApiDocument document, JsonNode message) {
        JsonNode media = message.path("content").path("application/json");
        String schema = media.at("/schema/$ref").asText();
        for (JsonNode example : media.path("examples")) {
            assertThat(document.faults(schema, document.resolve(example).get("value")))
                    .isEmpty();
        }
        if (media.has("example")) {
            assertThat(document.faults(schema, media.get("example"))).isEmpty();
        }
    }

    /** Asserts that the document has exactly the operations and parameters of the resources. */
    static void assertNamesTheRoutes(OpenApiDocument document, Service service) {
        Map<String, Set<String>> registered = new TreeMap<>();
        for (Class<?> resource : service.resources()) {
            for (Method method : resource.getMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        registered.put(verb.value() + " " + template(resource, method), parameters(method));
                    }
                }
                if (method.isAnnotationPresent(GET.class)) {
                    // Jersey uses it for GET and HEAD.
                    registered.put("HEAD " + template(resource, method), parameters(method));
                }
            }
        }
        for (ReadRoute route : service.readRoutes()) {
            Set<String> names = route.parameters().stream()
                    .map(atelier.serve.Parameter::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            registered.put("GET " + route.template(), names);
            registered.put("HEAD " + route.template(), names);
        }
        for (ShopperRoute route : service.shopperRoutes()) {
            Set<String> names = VARIABLE.matcher(route.template())
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            registered.put(route.toString(), names);
            if (route.method().equals("GET")) {
                registered.put("HEAD " + route.template(), names);
            }
        }
        Map<String, Set<String>> documented = new TreeMap<>();
        for (Operation operation : document.operations()) {
            Set<String> names = document.parameters(operation, "query");
            names.addAll(document.parameters(operation, "path"));
            documented.put(operation.toString(), names);
        }

        assertThat(documented).isEqualTo(registered);
    }

    private static String template(Class<?> resource, Method method) {
        UriBuilder path = UriBuilder.fromResource(resource);
        return (method.isAnnotationPresent(Path.class) ? path.path(method) : path).toTemplate();
    }

    private static Set<String> parameters(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(QueryParam.class)) {
                names.add(parameter.getAnnotation(QueryParam.class).value());
            }
            if (parameter.isAnnotationPresent(PathParam.class)) {
                names.add(parameter.getAnnotation(PathParam.class).value());
            }
        }
        return names;
    }
}
