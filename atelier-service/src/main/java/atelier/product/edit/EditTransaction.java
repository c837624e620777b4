package atelier.product.edit;

import static java.util.Objects.requireNonNull;

import atelier.database.CatalogueLock;
import atelier.product.CatalogueWatch;
import atelier.product.ProductDocument;
import atelier.product.ProductDocuments;
import atelier.product.prepare.DocumentRebuild;
import atelier.product.prepare.DocumentRow;
import atelier.serve.ReadResponse;
import atelier.write.EditRequest;
import atelier.write.Sql;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens between the beginning of a change and its end.
 *
 * <p>All changes of all nodes wait for each other at the edition's row, so that they get numbers in the order in which they become
 * visible; each takes milliseconds. The locks are taken in the order of an import's switch and of {@link DocumentRebuild}: the
 * table of documents, the edition, the product.
 */
final class EditTransaction {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LOCK = """
            LOCK TABLE catalogue.document IN ROW EXCLUSIVE MODE;
            SELECT FROM catalogue.edition FOR NO KEY UPDATE
            """;

    private static final String PRODUCT = """
            SELECT FROM catalogue.product WHERE id = ? FOR NO KEY UPDATE
            """;

    private static final String DOCUMENT = """
            SELECT product_id, product, features, styles, related FROM catalogue.document WHERE product_id = ?
            """;

    /** A clock that was set back must not make it older; and it has milliseconds, as in answers. */
    private static final String TOUCH = """
            UPDATE catalogue.product
            SET updated_at = greatest(date_trunc('milliseconds', clock_timestamp()), updated_at + interval '1 ms')
            WHERE id = ?
            """;

    private static final String RECORD = """
            WITH numbered AS (
                UPDATE catalogue.edition SET changes = changes + 1 RETURNING imported_at, changes
            )
            INSERT INTO audit.change (edition, number, changed_by, request_id, product_id, place, before, after)
            SELECT imported_at, changes, ?, ?, ?, ?, ?::jsonb, ?::jsonb FROM numbered
            RETURNING number, to_char(edition AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            """;

    private static final String UPDATED_AT = "updated_at";

    private final ProductDocuments documents;
    private final int product;
    private final ProductEdit change;
    private final EditRequest asked;

    EditTransaction(ProductDocuments documents, int product, ProductEdit change, EditRequest asked) {
        this.documents = documents;
        this.product = product;
        this.change = change;
        this.asked = asked;
    }

    /**
     * What came of it.
     *
     * @param answer what is answered now
     * @param members what was changed, by name
     * @param number which change this was of its edition; 0 if nothing had to be changed
     */
    record Result(ReadResponse answer, List<String> members, long number, String edition) {}

    Result run(Connection connection) throws SQLException {
        if (CatalogueLock.isTaken(connection)) {
            throw new ClientErrorException(
                    "A catalogue is being imported or migrated; try again when that has ended",
                    Response.Status.CONFLICT);
        }
        try (Statement lock = connection.createStatement()) {
            lock.execute(LOCK);
        }
        ReadResponse answer = change.part().of(read(connection));
        if (!answer.isMatchedBy(asked.tags())) {
            throw new ClientErrorException(
                    "It has changed since: read it again, and send its new ETag in If-Match",
                    Response.Status.PRECONDITION_FAILED);
        }
        JsonNode said = json(answer);
        ObjectNode before = change.before(said);
        ObjectNode after = change.after(before);
        if (after.equals(before)) {
            return new Result(answer, List.of(), 0, "");
        }
        change.write(connection, product, after);
        if (change.part() == ProductPart.PRODUCT) {
            Sql.run(connection, TOUCH, product);
        }
        DocumentRebuild.rebuild(connection, product);
        ReadResponse changed = change.part().of(read(connection));
        if (change.part() == ProductPart.PRODUCT) {
            before.set(UPDATED_AT, said.get(UPDATED_AT));
            after.set(UPDATED_AT, json(changed).get(UPDATED_AT));
        }
        return record(connection, changed, before, after);
    }

    private ProductDocument read(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(PRODUCT);
                PreparedStatement statement = connection.prepareStatement(DOCUMENT)) {
            lock.setInt(1, product);
            lock.executeQuery().close();
            statement.setInt(1, product);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NotFoundException("There is no product " + product);
                }
                return documents.of(new DocumentRow(
                        row.getInt(1), row.getBytes(2), row.getBytes(3), row.getBytes(4), row.getBytes(5)));
            }
        }
    }

    private Result record(Connection connection, ReadResponse answer, ObjectNode before, ObjectNode after)
            throws SQLException {
        List<String> members = new ArrayList<>();
        List<String> names = new ArrayList<>();
        before.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (requireNonNull(after.get(name)).equals(before.get(name))) {
                before.remove(name);
                after.remove(name);
            } else {
                members.add(name);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
            statement.setString(1, asked.writer());
            statement.setString(2, asked.requestId());
            statement.setInt(3, product);
            statement.setString(4, change.place());
            statement.setString(5, text(before));
            statement.setString(6, text(after));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Result result = new Result(answer, members, row.getLong(1), row.getString(2));
                // Tells the nodes when the transaction has ended, and nobody if it fails.
                Sql.run(connection, "NOTIFY " + CatalogueWatch.CHANNEL);
                return result;
            }
        }
    }

    private static JsonNode json(ReadResponse answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
