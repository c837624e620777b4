package atelier.review;

import atelier.bytes.GrowingBytes;
import atelier.serve.PageJson;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A page of reviews, from the rows of {@link ReviewDao#PAGES}. */
final class ReviewJson extends PageJson {
    private static final int ID = 2;
    private static final int PHOTO = 3;
    private static final int RATING = 4;
    private static final int RECOMMEND = 5;
    private static final int HELPFULNESS = 6;
    private static final int DAY = 7;
    private static final int TEXT = 8;
    private static final int BODY = 9;
    private static final int RESPONSE = 10;
    private static final int NAME = 11;

    ReviewJson(int limit) {
        super(limit);
    }

    @Override
    protected boolean begins(ResultSet row) throws SQLException {
        return isNull(row, PHOTO);
    }

    @Override
    protected void begin(ResultSet row, GrowingBytes page) throws SQLException {
        page.add("{\"review_id\":").number(row.getInt(ID)).add(",\"rating\":").number(row.getInt(RATING));
        addText(row, TEXT, page.add(",\"summary\":"));
        page.add(row.getBoolean(RECOMMEND) ? ",\"recommend\":true" : ",\"recommend\":false");
        addTextOrNull(row, RESPONSE, page.add(",\"response\":"));
        addText(row, BODY, page.add(",\"body\":"));
        addDay(row, DAY, page.add(",\"date\":"));
        addText(row, NAME, page.add(",\"reviewer_name\":"));
        page.add(",\"helpfulness\":").number(row.getInt(HELPFULNESS)).add(",\"photos\":[");
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
