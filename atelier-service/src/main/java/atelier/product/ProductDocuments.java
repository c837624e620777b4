package atelier.product;

import atelier.database.DatabaseSettings;
import atelier.database.LostConnections;
import atelier.metrics.Metrics;
import atelier.product.prepare.DocumentRow;
import atelier.serve.Batches;
import atelier.serve.CacheMetrics;
import atelier.serve.ResponseCache;
import atelier.serve.ResponseFormat;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the API says of single products, from memory or from the database. */
public final class ProductDocuments implements Managed {
    private final DocumentDao rows;
    private final LostConnections connections;
    private final ResponseFormat format;
    private final String campus;
    private final ResponseCache<Integer, ProductDocument> cache;
    private final Batches<Integer, ProductDocument> batches;

    public ProductDocuments(
            DocumentDao rows,
            LostConnections connections,
            DatabaseSettings settings,
            DataSize cacheSize,
            ResponseFormat format,
            String campus,
            Metrics metrics,
            CacheMetrics cacheMetrics) {
        this.rows = rows;
        this.connections = connections;
        this.format = format;
        this.campus =
                ",\"campus\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(campus)) + "\",";
        this.cache = new ResponseCache<>(cacheSize, (id, document) -> document.weight(), cacheMetrics);
        this.batches = new Batches<>(
                "documents", settings.statementsOfAKind(), settings.poolWait(), metrics, id -> 1, this::read);
    }

    /** Returns the document of a product, which answers 404 if there is no such product. */
    public CompletableFuture<ProductDocument> find(int productId) {
        return cache.find(productId, batches::ask);
    }

    private List<ProductDocument> read(List<Integer> ids) {
        Map<Integer, DocumentRow> found = new HashMap<>();
        connections.retry(() -> rows.find(ids)).forEach(row -> found.put(row.productId(), row));
        return ids.stream().map(id -> document(id, found.get(id))).toList();
    }

    private ProductDocument document(int id, @Nullable DocumentRow row) {
        return row == null
                ? ProductDocument.missing(id, format)
                : ProductDocument.of(row, "{\"id\":" + id + campus, format);
    }

    /** Returns the document of a row that somebody else has read. */
    public ProductDocument of(DocumentRow row) {
        return document(row.productId(), row);
    }

    /** Forgets what it has in memory of a product, which has changed. */
    public void forget(int productId) {
        cache.forget(productId);
    }

    /** Forgets what it has in memory, because another catalogue is served. */
    public void clear() {
        cache.clear();
    }

    @Override
    public void start() {
        batches.start();
    }

    @Override
    public void stop() {
        batches.stop();
    }
}
