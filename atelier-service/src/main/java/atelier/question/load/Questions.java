package atelier.question.load;

import atelier.load.CsvTable;
import atelier.load.Dataset;
import atelier.load.LoadedIds;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The questions as a dataset: three tables. Nodes read them for each request, and the answers of a page in the rows of its questions. */
public final class Questions implements Dataset {
    public static final Dataset DATASET = new Questions();

    /** Leaves ids for the questions and answers of clients. */
    private static final int LARGEST_ID = 2_000_000_000;

    private static final CsvTable PRODUCT = CsvTable.served("catalogue", "product");

    public static final CsvTable QUESTION = CsvTable.of("questions.csv", "question")
            .id("id", LARGEST_ID)
            .owner("product_id", PRODUCT)
            .textOrEmpty("body")
            .day("date_written")
            .textOrEmpty("asker_name")
            .textOrNull("asker_email")
            .flag("reported")
            .whole("helpful", 0);

    public static final CsvTable ANSWER = CsvTable.of("answers.csv", "answer")
            .id("id", LARGEST_ID)
            .owner("question_id", QUESTION)
            .textOrEmpty("body")
            .day("date_written")
            .textOrEmpty("answerer_name")
            .textOrNull("answerer_email")
            .flag("reported")
            .whole("helpful", 0)
            .owned("photos", "photo");

    public static final CsvTable PHOTO = CsvTable.of("answers_photos.csv", "photo")
            .id("id", LARGEST_ID)
            .owner("answer_id", ANSWER)
            .text("url");

    private Questions() {}

    @Override
    public String schema() {
        return "questions";
    }

    @Override
    public List<CsvTable> tables() {
        return List.of(QUESTION, ANSWER, PHOTO);
    }

    @Override
    public List<String> switchLocks() {
        return List.of("question", "answer");
    }

    @Override
    public String channel() {
        return "questions";
    }

    @Override
    public List<String> precomputedTables() {
        return List.of(QUESTION.table());
    }

    @Override
    public Precomputation precompute(Map<CsvTable, LoadedIds> ids) throws IOException {
        return new QuestionLoad(Objects.requireNonNull(ids.get(QUESTION)));
    }

    @Override
    public Optional<Triggers> triggers() {
        return Optional.of(new Triggers(
                List.of(
                        "question.show_no_answers",
                        "answer.show_added_answers",
                        "answer.show_changed_answers",
                        "answer.show_deleted_answers",
                        // In what a killed import of an earlier version has left.
                        "answer.show_answers"),
                "SELECT shop.keep_answers_shown('{schema}')"));
    }

    @Override
    public String insertEdition() {
        return "INSERT INTO edition (imported_at, questions, last_question, last_answer)"
                + " SELECT ?, (SELECT count(*) FROM question), 0, 0";
    }

    @Override
    public List<IdSequence> sequences() {
        return List.of(
                new IdSequence(QUESTION, "shop.question_id", "last_question"),
                new IdSequence(ANSWER, "shop.answer_id", "last_answer"),
                new IdSequence(PHOTO, "shop.answer_photo_id", null));
    }

    @Override
    public List<Written> written() {
        return List.of(
                new Written("questions", "question", "id > (SELECT last_question FROM {schema}.edition)", "1"),
                new Written("answers", "answer", "id > (SELECT last_answer FROM {schema}.edition)", "1"),
                new Written("votes", "question", "votes > 0", "votes"),
                new Written("votes", "answer", "votes > 0", "votes"));
    }
}
