package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.Department.Feature;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The sentences of the reviews of one category. They are complete, so that writing them is only a copy. */
final class ReviewWords {
    private static final int MOST_STARS = 5;

    /** What a reviewer thinks, and so what the sentences of a review sound like. */
    enum Tone {
        POOR,
        FAIR,
        GOOD;

        static Tone of(int stars) {
            return stars >= 4 ? GOOD : stars == 3 ? FAIR : POOR;
        }
    }

    /** The sentences about a feature of a product. */
    record About(Text praise, Text complaint) {}

    private final List<List<Text>> summaries = new ArrayList<>();
    private final List<List<Text>> openings = new ArrayList<>();
    private final Map<Tone, List<Text>> details = new EnumMap<>(Tone.class);
    private final Map<Tone, List<Text>> closings = new EnumMap<>(Tone.class);
    private final Map<Tone, List<Text>> responses = new EnumMap<>(Tone.class);
    private final List<Text> stories;
    private final Map<Feature, About> features = new HashMap<>();

    private ReviewWords(Category category, Map<String, List<String>> sections, Map<String, List<String>> remarks) {
        Wording wording = new Wording(category.word());
        for (int stars = 1; stars <= MOST_STARS; stars++) {
            summaries.add(texts(wording, sections, "summary " + stars));
            openings.add(texts(wording, sections, "opening " + stars));
        }
        for (Tone tone : Tone.values()) {
            String suffix = " " + tone.name().toLowerCase(Locale.ROOT);
            List<Text> detail = new ArrayList<>();
            for (String part : category.parts()) {
                detail.addAll(texts(wording, sections, part + suffix));
            }
            details.put(tone, List.copyOf(detail));
            closings.put(tone, texts(wording, sections, "closing" + suffix));
            responses.put(tone, texts(wording, sections, "response" + suffix));
        }
        stories = texts(wording, sections, "story");
        for (Feature feature : category.department().features()) {
            List<String> both = Objects.requireNonNull(remarks.get(feature.label()), feature.label());
            features.put(feature, new About(remark(wording, both, "+ "), remark(wording, both, "- ")));
        }
    }

    private static List<Text> texts(Wording wording, Map<String, List<String>> sections, String name) {
        return Objects.requireNonNull(sections.get(name), name).stream()
                .map(wording::fill)
                .map(Text::piece)
                .toList();
    }

    private static Text remark(Wording wording, List<String> both, String sign) {
        return both.stream()
                .filter(line -> line.startsWith(sign))
                .map(line -> Text.piece(wording.fill(line.substring(sign.length()))))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the sentences of all categories. */
    static Map<Category, ReviewWords> all() {
        Map<String, List<String>> sections = Phrases.read("reviews.txt");
        Map<String, List<String>> remarks = new HashMap<>();
        String feature = "";
        for (String line : Phrases.read("features.txt").getOrDefault("", List.of())) {
            if (line.startsWith("+ ") || line.startsWith("- ")) {
                remarks.computeIfAbsent(feature, key -> new ArrayList<>()).add(line);
            } else {
                feature = line;
            }
        }
        Map<Category, ReviewWords> all = new LinkedHashMap<>();
        Department.CATEGORIES.forEach(category -> all.put(category, new ReviewWords(category, sections, remarks)));
        return all;
    }

    List<Text> summaries(int stars) {
        return summaries.get(stars - 1);
    }

    List<Text> openings(int stars) {
        return openings.get(stars - 1);
    }

    List<Text> details(Tone tone) {
        return Objects.requireNonNull(details.get(tone));
    }

    List<Text> closings(Tone tone) {
        return Objects.requireNonNull(closings.get(tone));
    }

    List<Text> responses(Tone tone) {
        return Objects.requireNonNull(responses.get(tone));
    }

    List<Text> stories() {
        return stories;
    }

    About about(Feature feature) {
        return Objects.requireNonNull(features.get(feature));
    }
}
