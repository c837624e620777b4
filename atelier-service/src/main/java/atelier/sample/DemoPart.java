package atelier.sample;

import atelier.load.Dataset;
import atelier.product.load.Catalogue;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A dataset of the demo.
 *
 * @param empty the query that returns whether nobody has imported or written anything of it
 */
record DemoPart(Dataset dataset, String empty) {
    /** In the order of their import. */
    static final List<DemoPart> ALL = List.of(
            new DemoPart(Catalogue.DATASET, "SELECT NOT EXISTS (SELECT FROM catalogue.product)"),
            new DemoPart(Reviews.DATASET, """
                    SELECT NOT EXISTS (SELECT FROM reviews.edition WHERE reviews > 0)
                       AND NOT EXISTS (SELECT FROM reviews.review)
                    """),
            new DemoPart(Questions.DATASET, """
                    SELECT NOT EXISTS (SELECT FROM questions.edition WHERE questions > 0)
                       AND NOT EXISTS (SELECT FROM questions.question)
                    """));

    /**
     * Returns whether it should be imported. Reviews and questions are added only to a catalogue that the same demo has
     * imported, which the comment on its schema says. Every other import leaves a schema without this comment.
     */
    boolean isMissing(Connection connection, String origin) throws SQLException {
        return isEmpty(connection)
                && (dataset.equals(Catalogue.DATASET) || isOrigin(Catalogue.DATASET, connection, origin));
    }

    private boolean isEmpty(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(empty);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static boolean isOrigin(Dataset dataset, Connection connection, String origin) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT obj_description(to_regnamespace(?), 'pg_namespace') = ?")) {
            query.setString(1, dataset.schema());
            query.setString(2, origin);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
