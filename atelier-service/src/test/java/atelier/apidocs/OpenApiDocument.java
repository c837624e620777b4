package atelier.apidocs;

import atelier.testing.RawConnection.RawResponse;
import atelier.write.shopper.ShopperRoute;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An OpenAPI 3.1 document that finds the differences between itself and a response. */
final class OpenApiDocument {
    /** Headers of the transport, which OpenAPI documents do not describe, and the header that nginx removes. */
    private static final Set<String> TRANSPORT =
            Set.of("connection", "content-length", "content-type", "date", "transfer-encoding", "x-accel-expires");

    private static final String ID = "https://atelier.example/openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final SchemaRegistry schemas;

    /** The documented headers that occurred in responses, as positions in the document. */
    private final Set<String> headersMet = new TreeSet<>();

    /** A method of a path template, and its node in the document. */
    record Operation(String method, String path, JsonNode node) {
        Collection<String> statuses() {
            List<String> statuses = new ArrayList<>();
            node.get("responses").fieldNames().forEachRemaining(statuses::add);
            return statuses;
        }

        /** Returns whether a route handles this operation. */
        boolean isOf(ShopperRoute route) {
            return path.equals(route.template()) && route.method().equals(method.equals("HEAD") ? "GET" : method);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    OpenApiDocument(String text) {
        root = parse(text);
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ID, text)));
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) ->
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, operation))));
        return operations;
    }

    /** Returns the names of an operation's parameters of one location, such as {@code query} or {@code path}. */
    Set<String> parameters(Operation operation, String kind) {
        Set<String> names = new TreeSet<>();
        for (JsonNode reference : operation.node.get("parameters")) {
            JsonNode parameter = resolve(reference);
            if (parameter.get("in").asText().equals(kind)) {
                names.add(parameter.get("name").asText());
            }
        }
        return names;
    }

    /** Returns the query that a request needs, with this value of each parameter. */
    String query(Operation operation, String value) {
        List<String> needed = new ArrayList<>();
        for (JsonNode reference : operation.node.get("parameters")) {
            JsonNode parameter = resolve(reference);
            if (parameter.get("in").asText().equals("query")
                    && parameter.path("required").asBoolean()) {
                needed.add(parameter.get("name").asText() + "=" + value);
            }
        }
        return needed.isEmpty() ? "" : "?" + String.join("&", needed);
    }

    /** Resolves {@code $ref}. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Returns the operation for a request, or null. */
    @Nullable
    Operation find(String method, String path) {
        return operations().stream()
                .filter(operation -> operation.method.equals(method))
                // A path without variables takes precedence over a template.
                .sorted((one, other) -> Boolean.compare(one.path.contains("{"), other.path.contains("{")))
                .filter(operation ->
                        path.matches(operation.path.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+")))
                .findFirst()
                .orElse(null);
    }

    /** Returns the differences between a response and the document. */
    List<String> differences(Operation operation, RawResponse actual) {
        JsonNode reference = operation.node.get("responses").get(Integer.toString(actual.status()));
        if (reference == null) {
            return List.of("the status " + actual.status() + " is not documented");
        }
        return differences(resolve(reference), actual, operation.method.equals("HEAD"));
    }

    private List<String> differences(JsonNode response, RawResponse actual, boolean toHead) {
        List<String> differences = new ArrayList<>();
        Map<String, JsonNode> headers = new TreeMap<>();
        response.get("headers")
                .forEachEntry((name, reference) -> headers.put(name.toLowerCase(Locale.ROOT), reference));
        headers.forEach((name, reference) -> {
            JsonNode header = resolve(reference);
            String value = actual.header(name);
            if (value == null && header.path("required").asBoolean()) {
                differences.add("the header " + name + " is missing");
            } else if (value != null) {
                headersMet.add(name);
                boolean isNumber = header.at("/schema/type").asText().equals("integer");
                JsonNode content = isNumber ? IntNode.valueOf(Integer.parseInt(value)) : TextNode.valueOf(value);
                differences.addAll(faults(reference.get("$ref").asText() + "/schema", content));
            }
        });
        actual.headers().keySet().stream()
                .filter(name -> !headers.containsKey(name) && !TRANSPORT.contains(name))
                .forEach(name -> differences.add("the header " + name + " is not documented"));
        if (!toHead) {
            differences.addAll(bodyDifferences(response, actual));
        }
        return differences;
    }

    private List<String> bodyDifferences(JsonNode response, RawResponse actual) {
        if (!response.has("content")) {
            return actual.body().isEmpty() ? List.of() : List.of("a body is not documented");
        }
        String type = String.valueOf(actual.header("content-type"));
        List<String> types = new ArrayList<>();
        response.get("content").fieldNames().forEachRemaining(types::add);
        String documented = types.stream()
                .filter(candidate -> candidate.replace(" ", "").equalsIgnoreCase(type.replace(" ", "")))
                .findFirst()
                .orElse(null);
        if (documented == null) {
            return List.of("the type " + type + " is not documented");
        }
        JsonNode schema = response.get("content").get(documented).path("schema");
        // Other requests check the uncompressed body.
        if (!documented.equals("application/json") || actual.header("content-encoding") != null) {
            return List.of();
        }
        JsonNode body = parse(actual.body());
        return schema.has("$ref")
                ? faults(schema.get("$ref").asText(), body)
                : messages(schemas.getSchema(schema), body);
    }

    /** Returns the violations of a schema, such as {@code #/components/schemas/Id}, in a value. */
    List<String> faults(String place, JsonNode value) {
        return messages(schemas.getSchema(SchemaLocation.of(ID + place)), value);
    }

    private static List<String> messages(Schema schema, JsonNode value) {
        return schema.validate(value).stream().map(Object::toString).toList();
    }

    Set<String> headersMet() {
        return headersMet;
    }

    /** Returns the documented response headers of these operations. */
    Set<String> headers(List<Operation> operations) {
        Set<String> names = new TreeSet<>();
        for (Operation operation : operations) {
            for (JsonNode response : operation.node.get("responses")) {
                resolve(response)
                        .get("headers")
                        .fieldNames()
                        .forEachRemaining(name -> names.add(name.toLowerCase(Locale.ROOT)));
            }
        }
        return names;
    }
}
