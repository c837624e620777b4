package atelier.review;

import atelier.bytes.GrowingBytes;
import atelier.database.ArrayQuery;
import atelier.database.ReadPool;
import atelier.serve.BatchedReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads the summary of a product's reviews as JSON, from sums that are kept while reviews are written.
 *
 * <p>An import locks {@code reviews.rating_count} to switch datasets. The query names this table first, so no response mixes two datasets.
 */
public final class ReviewSummaryDao implements BatchedReads.Source<Integer, byte[]> {
    /**
     * The quotient has the digits of {@code avg(integer)}, which divides the same two numbers. The limit keeps PostgreSQL from reading a
     * whole small table, because it would keep that plan when the table has grown. A JSON object has each name once, so of characteristics
     * with the same name the first that was rated is in the summary, or the first if none was.
     */
    public static final String SUMMARIES = """
            SELECT product, stars_1, stars_2, stars_3, stars_4, stars_5, recommended, coalesce((
                SELECT string_agg(
                    concat(to_json(name), ':{"id":', id, ',"value":', coalesce(to_json((total::numeric / ratings)::text)::text, 'null'), '}'),
                    ','
                    ORDER BY id)
                FROM (
                    SELECT DISTINCT ON (name COLLATE "C") name, id, total, ratings
                    FROM reviews.characteristic
                    LEFT JOIN reviews.characteristic_sum rated ON rated.product_id = product AND characteristic_id = id
                    WHERE characteristic.product_id = product
                    ORDER BY name COLLATE "C", ratings IS NULL, id) characteristic), '')
            FROM unnest(?) WITH ORDINALITY AS summary (product, number)
            LEFT JOIN LATERAL (
                SELECT * FROM reviews.rating_count
                WHERE rating_count.product_id = product
                LIMIT 1) rating_count ON true
            ORDER BY number
            """;

    private static final int STARS = 5;

    private final ArrayQuery<byte[]> summaries;

    public ReviewSummaryDao(ReadPool pool) {
        this.summaries = new ArrayQuery<>(pool, ReviewSummaryDao.class, "summaries", SUMMARIES, ReviewSummaryDao::json);
    }

    @Override
    public List<byte[]> read(List<Integer> products) {
        return summaries.list(products.toArray(Integer[]::new));
    }

    private static byte[] json(ResultSet row) throws SQLException {
        GrowingBytes json = new GrowingBytes(1 << 9);
        json.add("{\"product_id\":\"").number(row.getInt(1)).add("\",\"ratings\":{");
        int reviews = 0;
        for (int star = 1; star <= STARS; star++) {
            int rated = row.getInt(1 + star);
            addCount(json, Integer.toString(star), rated);
            reviews += rated;
        }
        int recommended = row.getInt(2 + STARS);
        json.add("},\"recommended\":{");
        addCount(json, "false", reviews - recommended);
        addCount(json, "true", recommended);
        json.add("},\"characteristics\":{").add(row.getBytes(3 + STARS)).add("}}");
        return json.toArray();
    }

    private static void addCount(GrowingBytes json, String key, int count) {
        if (count > 0) {
            json.add(json.array()[json.length() - 1] == '{' ? "\"" : ",\"")
                    .add(key)
                    .add("\":\"")
                    .number(count)
                    .add("\"");
        }
    }
}
