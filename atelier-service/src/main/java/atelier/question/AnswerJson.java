package atelier.question;

import atelier.bytes.GrowingBytes;
import atelier.serve.PageJson;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A page of answers, from the rows of {@link QuestionDao#ANSWERS}. */
final class AnswerJson extends PageJson {
    static final int ID = 3;
    static final int PHOTO = 4;
    static final int HELPFUL = 5;
    static final int DAY = 6;
    static final int TEXT = 7;
    static final int NAME = 8;

    AnswerJson(int limit) {
        super(limit);
    }

    @Override
    protected boolean begins(ResultSet row) throws SQLException {
        return isNull(row, PHOTO);
    }

    @Override
    protected void begin(ResultSet row, GrowingBytes page) throws SQLException {
        page.add("{\"answer_id\":").number(row.getInt(ID));
        addText(row, TEXT, page.add(",\"body\":"));
        addDay(row, DAY, page.add(",\"date\":"));
        addText(row, NAME, page.add(",\"answerer_name\":"));
        page.add(",\"helpfulness\":").number(row.getInt(HELPFUL)).add(",\"photos\":[");
    }

    @Override
    protected void add(ResultSet row, GrowingBytes page) throws SQLException {
        addComma(page);
        page.add("{\"id\":").number(row.getInt(PHOTO)).add(",\"url\":");
        addText(row, TEXT, page);
        page.add("}");
    }

    @Override
    protected void end(GrowingBytes page) {
        page.add("]}");
    }
}
