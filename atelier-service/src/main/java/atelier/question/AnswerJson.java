package atelier.question;

import atelier.bytes.GrowingBytes;
import atelier.serve.PageJson;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A page of answers, from the rows of {@link QuestionDao#ANSWERS}. */
final class AnswerJson extends PageJson {
    static final int ID = 3;
    static final int HELPFUL = 4;
    static final int DAY = 5;
    static final int TEXT = 6;
    static final int NAME = 7;
    static final int PHOTOS = 8;

    AnswerJson(int limit) {
        super(limit);
    }

    @Override
    protected void begin(ResultSet row, GrowingBytes page) throws SQLException {
        page.add("{\"answer_id\":").number(row.getInt(ID));
        addText(row, TEXT, page.add(",\"body\":"));
        addDay(row, DAY, page.add(",\"date\":"));
        addText(row, NAME, page.add(",\"answerer_name\":"));
        page.add(",\"helpfulness\":").number(row.getInt(HELPFUL)).add(",\"photos\":[");
        addPhotos(row, PHOTOS, true, page);
        page.add("]}");
    }
}
