package atelier.moderation;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Restores and deletes reviews. */
public interface ReviewModerationDao extends ModeratedDao {
    @Override
    @SqlUpdate("LOCK TABLE reviews.rating_count, reviews.review IN ROW EXCLUSIVE MODE")
    void lockTables();

    @Override
    @SqlQuery("SELECT product_id FROM reviews.review WHERE id = :id")
    Optional<Integer> productOf(int id);

    /** A new review locks this row first, so there is no new review of the product until the end of the transaction. */
    @SqlQuery("SELECT product_id FROM reviews.rating_count WHERE product_id = :product FOR UPDATE")
    Optional<Integer> lockRatingCount(int product);

    @Override
    default void lockSums(int product) {
        lockRatingCount(product);
    }

    @Override
    @SqlQuery("SELECT id FROM reviews.review WHERE product_id = :product AND reported ORDER BY id LIMIT :most")
    List<Integer> reported(int product, int most);

    @Override
    @SqlQuery("""
            WITH locked AS (
                SELECT id, rating, date, summary, body, recommend, response, reviewer_name, helpfulness, reported,
                       octet_length(summary) + octet_length(body) + coalesce(octet_length(response), 0)
                           + octet_length(reviewer_name)
                           + coalesce((SELECT sum(octet_length(url)) FROM reviews.photo WHERE review_id = review.id), 0) AS size
                FROM reviews.review
                WHERE id = ANY(:ids) AND (reported OR NOT :onlyReported)
                ORDER BY id
                FOR UPDATE
            ), sized AS (
                SELECT *, sum(size) OVER (ORDER BY id) AS total FROM locked
            )
            SELECT id, jsonb_build_object(
                'rating', rating, 'date', date, 'recommend', recommend, 'helpfulness', helpfulness, 'reported', reported,
                'characteristics', (SELECT coalesce(jsonb_object_agg(characteristic_id, value), '{}')
                                    FROM reviews.characteristic_rating WHERE review_id = sized.id))
                || CASE WHEN total > :bytes THEN jsonb_build_object('bytes_left_out', size)
                   ELSE jsonb_build_object(
                       'summary', summary, 'body', body, 'response', response, 'reviewer_name', reviewer_name,
                       'photos', ARRAY(SELECT url FROM reviews.photo WHERE review_id = sized.id ORDER BY photo.id))
                   END AS json
            FROM sized
            ORDER BY id
            """)
    @RegisterConstructorMapper(Content.class)
    List<Content> lock(Integer[] ids, boolean onlyReported, int bytes);

    @Override
    @SqlUpdate("UPDATE reviews.review SET reported = false WHERE id = ANY(:ids)")
    void restore(Integer[] ids);

    @Override
    default void delete(int product, Integer[] ids) {
        subtractRatings(product, ids);
        deleteEmptyRatingCount(product);
        subtractCharacteristics(product, ids);
        deleteEmptyCharacteristicSums(product);
        deletePhotos(ids);
        deleteCharacteristicRatings(ids);
        deleteReviews(ids);
    }

    @SqlUpdate("""
            UPDATE reviews.rating_count
            SET stars_1 = stars_1 - deleted.of_1, stars_2 = stars_2 - deleted.of_2, stars_3 = stars_3 - deleted.of_3,
                stars_4 = stars_4 - deleted.of_4, stars_5 = stars_5 - deleted.of_5,
                recommended = recommended - deleted.of_recommended
            FROM (
                SELECT count(*) FILTER (WHERE rating = 1) AS of_1, count(*) FILTER (WHERE rating = 2) AS of_2,
                       count(*) FILTER (WHERE rating = 3) AS of_3, count(*) FILTER (WHERE rating = 4) AS of_4,
                       count(*) FILTER (WHERE rating = 5) AS of_5, count(*) FILTER (WHERE recommend) AS of_recommended
                FROM reviews.review
                WHERE id = ANY(:ids)
            ) AS deleted
            WHERE product_id = :product
            """)
    void subtractRatings(int product, Integer[] ids);

    @SqlUpdate("""
            DELETE FROM reviews.rating_count
            WHERE product_id = :product AND stars_1 + stars_2 + stars_3 + stars_4 + stars_5 = 0
            """)
    void deleteEmptyRatingCount(int product);

    @SqlUpdate("""
            UPDATE reviews.characteristic_sum
            SET ratings = characteristic_sum.ratings - deleted.ratings, total = characteristic_sum.total - deleted.total
            FROM (
                SELECT characteristic_id, count(*) AS ratings, sum(value) AS total
                FROM reviews.characteristic_rating
                WHERE review_id = ANY(:ids)
                GROUP BY characteristic_id
            ) AS deleted
            WHERE product_id = :product AND characteristic_sum.characteristic_id = deleted.characteristic_id
            """)
    void subtractCharacteristics(int product, Integer[] ids);

    /** An average of no ratings would divide by zero. */
    @SqlUpdate("DELETE FROM reviews.characteristic_sum WHERE product_id = :product AND ratings = 0")
    void deleteEmptyCharacteristicSums(int product);

    @SqlUpdate("DELETE FROM reviews.photo WHERE review_id = ANY(:ids)")
    void deletePhotos(Integer[] ids);

    @SqlUpdate("DELETE FROM reviews.characteristic_rating WHERE review_id = ANY(:ids)")
    void deleteCharacteristicRatings(Integer[] ids);

    @SqlUpdate("DELETE FROM reviews.review WHERE id = ANY(:ids)")
    void deleteReviews(Integer[] ids);
}
