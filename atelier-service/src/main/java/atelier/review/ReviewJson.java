package atelier.review;

import atelier.bytes.GrowingBytes;
import atelier.serve.PageJson;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A page of reviews, from the rows of {@link ReviewDao#PAGES}. */
final class ReviewJson extends PageJson {
    private static final int ID = 2;
    private static final int RATING = 3;
    private static final int RECOMMEND = 4;
    private static final int HELPFULNESS = 5;
    private static final int DAY = 6;
    private static final int SUMMARY = 7;
    private static final int BODY = 8;
    private static final int RESPONSE = 9;
    private static final int NAME = 10;
    private static final int PHOTOS = 11;

    ReviewJson(int limit) {
        super(limit);
    }

    @Override
    protected void begin(ResultSet row, GrowingBytes page) throws SQLException {
        page.add("{\"review_id\":").number(row.getInt(ID)).add(",\"rating\":").number(row.getInt(RATING));
        addText(row, SUMMARY, page.add(",\"summary\":"));
        page.add(row.getBoolean(RECOMMEND) ? ",\"recommend\":true" : ",\"recommend\":false");
        addTextOrNull(row, RESPONSE, page.add(",\"response\":"));
        addText(row, BODY, page.add(",\"body\":"));
        addDay(row, DAY, page.add(",\"date\":"));
        addText(row, NAME, page.add(",\"reviewer_name\":"));
        page.add(",\"helpfulness\":").number(row.getInt(HELPFULNESS)).add(",\"photos\":[");
        addPhotos(row, PHOTOS, true, page);
        page.add("]}");
    }
}
