package atelier.sample;

import atelier.sample.Department.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The questions about products of one category, with their answers.
 *
 * @param before what some say before they ask
 * @param afterShopper what some shoppers add to an answer
 * @param afterSeller what the seller adds to some answers
 */
record QuestionWords(List<Question> questions, List<Text> before, List<Text> afterShopper, List<Text> afterSeller) {
    private static final String ANSWER = "  ";
    private static final String BY_SELLER = "= ";

    record Question(Text body, List<Answer> answers) {}

    record Answer(Text body, boolean bySeller) {}

    /** Returns the questions of all categories. */
    static Map<Category, QuestionWords> all() {
        Map<String, List<String>> sections = Phrases.read("questions.txt");
        Map<Category, QuestionWords> all = new LinkedHashMap<>();
        for (Category category : Department.CATEGORIES) {
            List<String> lines = new ArrayList<>(sections.getOrDefault("any", List.of()));
            lines.addAll(sections.getOrDefault(category.department().name(), List.of()));
            Wording wording = new Wording(category.word());
            all.put(
                    category,
                    new QuestionWords(
                            questions(lines, wording),
                            texts(sections, "before", wording),
                            texts(sections, "after shopper", wording),
                            texts(sections, "after seller", wording)));
        }
        return all;
    }

    private static List<Text> texts(Map<String, List<String>> sections, String name, Wording wording) {
        return sections.getOrDefault(name, List.of()).stream()
                .map(wording::fill)
                .map(Text::piece)
                .toList();
    }

    private static List<Question> questions(List<String> lines, Wording wording) {
        List<Question> questions = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(ANSWER)) {
                String answer = line.substring(ANSWER.length());
                boolean bySeller = answer.startsWith(BY_SELLER);
                String body = bySeller ? answer.substring(BY_SELLER.length()) : answer;
                answers.add(new Answer(Text.piece(wording.fill(body)), bySeller));
            } else {
                answers = new ArrayList<>();
                questions.add(new Question(Text.piece(wording.fill(line)), answers));
            }
        }
        return List.copyOf(questions);
    }
}
