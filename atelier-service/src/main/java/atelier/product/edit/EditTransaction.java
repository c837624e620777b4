package atelier.product.edit;

import static java.util.Objects.requireNonNull;

import atelier.database.CatalogueLock;
import atelier.product.DocumentDao;
import atelier.product.ProductDocument;
import atelier.product.prepare.CatalogueTable;
import atelier.product.prepare.DocumentWrites;
import atelier.serve.ReadResponse;
import atelier.write.EditRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The transaction of one edit.
 *
 * <p>The edits of all nodes queue at the row of the edition, so that their change numbers follow the order in which they become
 * visible. An edit takes milliseconds. Locks are taken in the order of an import's switch and of {@link DocumentWrites}: the table of
 * documents, the edition, the product.
 */
final class EditTransaction {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UPDATED_AT = "updated_at";

    private final DocumentDao documents;
    private final int product;
    private final ProductEdit edit;
    private final EditRequest request;
    private final Handle handle;
    private final EditDao dao;

    EditTransaction(DocumentDao documents, int product, ProductEdit edit, EditRequest request, Handle handle) {
        this.documents = documents;
        this.product = product;
        this.edit = edit;
        this.request = request;
        this.handle = handle;
        this.dao = handle.attach(EditDao.class);
    }

    /**
     * The result of an edit.
     *
     * @param response the edited response as it is now
     * @param members the names of the changed members
     * @param number the change number within the edition; 0 if nothing had to be changed
     */
    record Result(ReadResponse response, List<String> members, long number, String edition) {}

    Result run() throws SQLException {
        if (CatalogueLock.isTaken(handle.getConnection())) {
            throw new ClientErrorException(
                    "A catalogue is being imported or migrated; try again when that has ended",
                    Response.Status.CONFLICT);
        }
        dao.lockDocuments();
        if (dao.lockEdition() != CatalogueTable.SHAPE) {
            // This version of the service would write a document in a shape that other nodes do not serve.
            throw new ClientErrorException(
                    "The service is being updated; try again when that has ended", Response.Status.CONFLICT);
        }
        dao.lockProduct(product);
        ReadResponse response = document().response(edit.part());
        if (!response.isMatchedBy(request.tags())) {
            throw new ClientErrorException(
                    "It has changed since: read it again, and send its new ETag in If-Match",
                    Response.Status.PRECONDITION_FAILED);
        }
        JsonNode shown = json(response);
        ObjectNode before = edit.before(shown);
        ObjectNode after = edit.after(before);
        if (after.equals(before)) {
            return new Result(response, List.of(), 0, "");
        }
        edit.write(handle.attach(ProductRowsDao.class), product, after);
        boolean touched = edit.part() == ProductDocument.Part.PRODUCT;
        if (touched) {
            dao.touch(product);
        }
        DocumentWrites.rebuild(handle.getConnection(), product);
        ReadResponse changed = document().response(edit.part());
        if (touched) {
            before.set(UPDATED_AT, shown.get(UPDATED_AT));
            after.set(UPDATED_AT, json(changed).get(UPDATED_AT));
        }
        return record(changed, before, after);
    }

    private ProductDocument document() {
        return dao.find(product)
                .map(documents::of)
                .orElseThrow(() -> new NotFoundException("There is no product " + product));
    }

    private Result record(ReadResponse response, ObjectNode before, ObjectNode after) {
        List<String> names = new ArrayList<>();
        before.fieldNames().forEachRemaining(names::add);
        List<String> members = new ArrayList<>();
        for (String name : names) {
            if (requireNonNull(after.get(name)).equals(before.get(name))) {
                before.remove(name);
                after.remove(name);
            } else {
                members.add(name);
            }
        }
        EditDao.ChangeNumber change =
                dao.record(request.writer(), request.requestId(), product, edit.path(), text(before), text(after));
        dao.notifyNodes();
        return new Result(response, members, change.number(), change.edition());
    }

    private static JsonNode json(ReadResponse response) {
        try {
            return JSON.readTree(response.body());
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
