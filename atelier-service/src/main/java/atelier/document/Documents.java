package atelier.document;

import atelier.cache.AnswerCache;
import atelier.cache.AnswerFormat;
import atelier.cache.CacheMetrics;
import atelier.catalogue.document.DocumentRow;
import atelier.database.Batches;
import atelier.database.DatabaseSettings;
import atelier.database.LostConnections;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the API says of single products, from memory or from the database. */
public final class Documents implements Managed {
    private final DocumentDao rows;
    private final LostConnections connections;
    private final AnswerFormat format;
    private final String campus;
    private final AnswerCache<Integer, Document> cache;
    private final Batches<Integer, Document> batches;

    public Documents(
            DocumentDao rows,
            LostConnections connections,
            DatabaseSettings settings,
            DataSize cacheSize,
            AnswerFormat format,
            String campus,
            MetricRegistry metrics,
            CacheMetrics cacheMetrics) {
        this.rows = rows;
        this.connections = connections;
        this.format = format;
        this.campus =
                ",\"campus\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(campus)) + "\",";
        this.cache = new AnswerCache<>(cacheSize, (id, document) -> document.weight(), cacheMetrics);
        this.batches = new Batches<>(
                "documents", settings.statementsOfAKind(), settings.poolWait(), metrics, id -> 1, this::read);
    }

    /** Returns the document of a product, which answers 404 if there is no such product. */
    public CompletableFuture<Document> find(int productId) {
        return cache.find(productId, batches::ask);
    }

    private List<Document> read(List<Integer> ids) {
        Map<Integer, DocumentRow> found = new HashMap<>();
        connections.retry(() -> rows.find(ids)).forEach(row -> found.put(row.productId(), row));
        return ids.stream().map(id -> document(id, found.get(id))).toList();
    }

    private Document document(int id, @Nullable DocumentRow row) {
        return row == null ? Document.missing(id, format) : Document.of(row, "{\"id\":" + id + campus, format);
    }

    /** Returns the document of a row that somebody else has read. */
    public Document of(DocumentRow row) {
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
