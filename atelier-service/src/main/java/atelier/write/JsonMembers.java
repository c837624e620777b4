package atelier.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Reads and builds JSON objects and arrays. */
public final class JsonMembers {
    private JsonMembers() {}

    /** Returns the members of an object whose names another object has too. */
    public static ObjectNode sameMembers(ObjectNode wanted, JsonNode object) {
        ObjectNode picked = JsonNodeFactory.instance.objectNode();
        wanted.fieldNames().forEachRemaining(name -> picked.set(name, object.get(name)));
        return picked;
    }

    /** Returns an object with one member. */
    public static ObjectNode object(String name, JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set(name, value);
    }

    /** Returns the text of a member; null if it is null or missing. */
    public static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? null : value.textValue();
    }

    /** Returns the text of a member of each object in an array. */
    public static @Nullable String[] texts(JsonNode array, String name) {
        @Nullable String[] texts = new String[array.size()];
        for (int number = 0; number < texts.length; number++) {
            texts[number] = text(array.get(number), name);
        }
        return texts;
    }

    /** Returns the numbers in an array. */
    public static Integer[] numbers(ArrayNode array) {
        Integer[] numbers = new Integer[array.size()];
        for (int number = 0; number < numbers.length; number++) {
            numbers[number] = array.get(number).intValue();
        }
        return numbers;
    }
}
