package atelier.product;

import atelier.database.ArrayQuery;
import atelier.database.ReadPool;
import atelier.product.prepare.DocumentRow;
import atelier.serve.Reads;
import atelier.serve.ResponseFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the documents of products, which an import has prepared.
 *
 * <p>An import locks {@code catalogue.document} to switch catalogues. Every query of a request names this table first, so no response
 * mixes two catalogues.
 */
public final class DocumentDao implements Reads.Source<Integer, ProductDocument> {
    public static final String FIND = """
            SELECT product_id, product, features, styles, related
            FROM catalogue.document
            WHERE product_id = ANY(?)
            """;

    private final ArrayQuery<ProductDocument> find;
    private final String campus;
    private final ResponseFormat format;

    public DocumentDao(ReadPool pool, ProductSettings settings, ResponseFormat format) {
        this.find = new ArrayQuery<>(pool, DocumentDao.class, "find", FIND, this::map);
        this.campus = settings.campusJson();
        this.format = format;
    }

    @Override
    public List<ProductDocument> read(List<Integer> ids) {
        Map<Integer, ProductDocument> found = new HashMap<>();
        for (ProductDocument document : find.list(ids.toArray(Integer[]::new))) {
            found.put(document.id(), document);
        }
        for (Integer id : ids) {
            found.computeIfAbsent(id, missing -> ProductDocument.missing(missing, format));
        }
        return ids.stream().map(found::get).toList();
    }

    @Override
    public int weight(ProductDocument document) {
        return document.weight();
    }

    private ProductDocument map(ResultSet row) throws SQLException {
        return of(new DocumentRow(row.getInt(1), row.getBytes(2), row.getBytes(3), row.getBytes(4), row.getBytes(5)));
    }

    /** Returns the document of a row that was read elsewhere. */
    public ProductDocument of(DocumentRow row) {
        return ProductDocument.of(row, "{\"id\":" + row.productId() + campus, format);
    }
}
