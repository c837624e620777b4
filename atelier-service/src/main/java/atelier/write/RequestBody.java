package atelier.write;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Parses the JSON body of a write, and reports all invalid fields at once. */
public final class RequestBody {
    /** More than any product has, and few enough for a single statement. */
    public static final int MOST_ELEMENTS = 1_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, String> faults = new LinkedHashMap<>();

    private RequestBody() {}

    /**
     * Returns an object whose members may be missing (a merge patch, RFC 7396).
     *
     * @throws BadRequestException if the body is not a JSON object
     * @throws InvalidFieldsException if a member is unknown or invalid
     */
    public static ObjectNode patch(byte[] body, Map<String, FieldRule> rules) {
        if (!(parse(body) instanceof ObjectNode object)) {
            throw new BadRequestException("The body must be a JSON object");
        }
        RequestBody reading = new RequestBody();
        reading.members("", object, rules);
        reading.throwFaults();
        return object;
    }

    /** Returns an object that has all members and no others; throws as {@link #patch}. */
    public static ObjectNode object(byte[] body, Map<String, FieldRule> rules) {
        ObjectNode object = patch(body, rules);
        RequestBody reading = new RequestBody();
        reading.missing("", object, rules);
        reading.throwFaults();
        return object;
    }

    /** Returns an array of objects that have all members and no others; throws as {@link #patch}. */
    public static ArrayNode objects(byte[] body, Map<String, FieldRule> rules) {
        ArrayNode array = array(body);
        RequestBody reading = new RequestBody();
        for (int number = 0; number < array.size(); number++) {
            String place = "[" + number + "]";
            if (array.get(number) instanceof ObjectNode object) {
                reading.members(place + ".", object, rules);
                reading.missing(place + ".", object, rules);
            } else {
                reading.faults.put(place, "must be an object with " + String.join(", ", new TreeSet<>(rules.keySet())));
            }
        }
        reading.throwFaults();
        return array;
    }

    /** Returns an array of values; throws as {@link #patch}. */
    public static ArrayNode values(byte[] body, FieldRule rule) {
        ArrayNode array = array(body);
        RequestBody reading = new RequestBody();
        for (int number = 0; number < array.size(); number++) {
            reading.check("[" + number + "]", array.get(number), rule);
        }
        reading.throwFaults();
        return array;
    }

    private static ArrayNode array(byte[] body) {
        if (!(parse(body) instanceof ArrayNode array)) {
            throw new BadRequestException("The body must be a JSON array");
        }
        if (array.size() > MOST_ELEMENTS) {
            throw new BadRequestException(
                    "The body must be an array of " + MOST_ELEMENTS + " elements at most, but has " + array.size());
        }
        return array;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new BadRequestException("The body must be JSON in UTF-8 without duplicate keys: " + complaint(e), e);
        }
    }

    /** JSON beyond Jackson's limits or in an unknown encoding has no location. */
    private static String complaint(IOException failure) {
        JsonLocation location = failure instanceof JacksonException json ? json.getLocation() : null;
        return location == null
                ? "it has another encoding, or is nested too deeply, or has too long names or numbers"
                : "the fault is at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private void members(String place, ObjectNode object, Map<String, FieldRule> rules) {
        object.properties().forEach(member -> {
            FieldRule rule = rules.get(member.getKey());
            if (rule == null) {
                String possible = String.join(", ", new TreeSet<>(rules.keySet()));
                faults.put(place + member.getKey(), "cannot be changed here; only these can: " + possible);
            } else {
                check(place + member.getKey(), member.getValue(), rule);
            }
        });
    }

    private void missing(String place, ObjectNode object, Map<String, FieldRule> rules) {
        new TreeSet<>(rules.keySet())
                .stream().filter(name -> !object.has(name)).forEach(name -> faults.put(place + name, "is missing"));
    }

    private void check(String place, JsonNode value, FieldRule rule) {
        String fault = rule.fault(value);
        if (!fault.isEmpty()) {
            faults.put(place, fault);
        }
    }

    private void throwFaults() {
        if (!faults.isEmpty()) {
            throw new InvalidFieldsException(faults);
        }
    }
}
