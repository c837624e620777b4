package atelier.question;

import atelier.bytes.GrowingBytes;
import atelier.serve.PageJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A page of questions, from the rows of {@link QuestionDao#QUESTIONS}, which have their answers as JSON, or of {@link
 * QuestionDao#QUESTIONS_WITH_ANSWERS}, where a question's answers follow it, the most helpful first. They are shown by ascending id, which
 * is the order that a browser shows such keys in anyway.
 */
final class QuestionJson extends PageJson {
    private static final int ID = 2;

    /** The answers of the last question, in the order of the rows. */
    private final List<Answer> answers = new ArrayList<>();

    private final GrowingBytes texts = new GrowingBytes(1 << 10);

    /** @param start where it begins in the texts; it ends where the next one begins */
    private record Answer(int id, int start, int number) {}

    QuestionJson(int limit) {
        super(limit);
    }

    @Override
    protected boolean begins(ResultSet row) throws SQLException {
        return isNull(row, AnswerJson.ID);
    }

    @Override
    protected void begin(ResultSet row, GrowingBytes page) throws SQLException {
        answers.clear();
        texts.clear();
        page.add("{\"question_id\":").number(row.getInt(ID));
        addText(row, AnswerJson.TEXT, page.add(",\"question_body\":"));
        addDay(row, AnswerJson.DAY, page.add(",\"question_date\":"));
        addText(row, AnswerJson.NAME, page.add(",\"asker_name\":"));
        page.add(",\"question_helpfulness\":")
                .number(row.getInt(AnswerJson.HELPFUL))
                .add(",\"reported\":false,\"answers\":{");
        addJson(row, AnswerJson.PHOTOS, page);
    }

    @Override
    protected void add(ResultSet row) throws SQLException {
        int id = row.getInt(AnswerJson.ID);
        answers.add(new Answer(id, texts.length(), answers.size()));
        texts.add("\"").number(id).add("\":{\"id\":").number(id);
        addText(row, AnswerJson.TEXT, texts.add(",\"body\":"));
        addDay(row, AnswerJson.DAY, texts.add(",\"date\":"));
        addText(row, AnswerJson.NAME, texts.add(",\"answerer_name\":"));
        texts.add(",\"helpfulness\":").number(row.getInt(AnswerJson.HELPFUL)).add(",\"photos\":[");
        addPhotos(row, AnswerJson.PHOTOS, false, texts);
        texts.add("]}");
    }

    @Override
    protected int pending() {
        return texts.length();
    }

    @Override
    protected void end(GrowingBytes page) {
        int count = answers.size();
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            ends[i] = i + 1 < count ? answers.get(i + 1).start : texts.length();
        }
        answers.sort(Comparator.comparingInt(Answer::id));
        for (Answer answer : answers) {
            addComma(page);
            page.add(texts.array(), answer.start, ends[answer.number]);
        }
        page.add("}}");
    }
}
