package atelier.sample;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Fits sentences to a product: "this jumper is", "these boots are". */
final class Wording {
    private static final Pattern BLANK = Pattern.compile("\\{([A-Za-z]+)\\}");

    private final Map<String, String> words = new HashMap<>();

    /** Creates the wording of products with a noun such as {@code Jumper} or {@code Boots}. */
    Wording(String noun) {
        String name = noun.toLowerCase(Locale.ROOT);
        boolean many = name.endsWith("s") && !name.endsWith("ss");
        put("this", (many ? "these " : "this ") + name);
        put("the", "the " + name);
        put("they", many ? "they" : "it");
        put("them", many ? "them" : "it");
        put("themselves", many ? "themselves" : "itself");
        put("their", many ? "their" : "its");
        put("are", many ? "are" : "is");
        put("were", many ? "were" : "was");
        put("have", many ? "have" : "has");
        put("do", many ? "do" : "does");
        put("s", many ? "" : "s");
        put("es", many ? "" : "es");
        put("one", many ? "pair" : "one");
    }

    private void put(String key, String word) {
        words.put(key, word);
        if (!word.isEmpty()) {
            words.put(capital(key), capital(word));
        }
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /**
     * Returns a sentence with all its blanks filled.
     *
     * @throws IllegalArgumentException if the sentence has a blank that this class does not know
     */
    String fill(String sentence) {
        return BLANK.matcher(sentence).replaceAll(blank -> {
            String word = words.get(blank.group(1));
            if (word == null) {
                throw new IllegalArgumentException("Unknown blank " + blank.group() + " in: " + sentence);
            }
            return word;
        });
    }
}
