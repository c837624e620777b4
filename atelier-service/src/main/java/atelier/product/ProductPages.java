package atelier.product;

import atelier.database.DatabaseSettings;
import atelier.database.LostConnections;
import atelier.metrics.Metrics;
import atelier.serve.Batches;
import atelier.serve.CacheMetrics;
import atelier.serve.ReadResponse;
import atelier.serve.ResponseCache;
import atelier.serve.ResponseFormat;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The pages of the list, from memory or from the database. */
public final class ProductPages implements Managed {
    private final ProductDao products;
    private final LostConnections connections;
    private final ResponseFormat format;
    private final ProductSettings settings;
    private final byte[] campus;
    private final ResponseCache<Place, ReadResponse> cache;
    private final Batches<Place, ReadResponse> batches;

    /** Where a page begins in the catalogue, and how long it is at most. */
    private record Place(int offset, int count) {}

    public ProductPages(
            ProductDao products,
            LostConnections connections,
            DatabaseSettings database,
            DataSize cacheSize,
            ResponseFormat format,
            ProductSettings settings,
            Metrics metrics,
            CacheMetrics cacheMetrics) {
        this.products = products;
        this.connections = connections;
        this.format = format;
        this.settings = settings;
        this.campus = (",\"campus\":\""
                        + new String(JsonStringEncoder.getInstance().quoteAsString(settings.campus())) + "\",")
                .getBytes(StandardCharsets.UTF_8);
        this.cache = new ResponseCache<>(cacheSize, (place, answer) -> answer.weight(), cacheMetrics);
        this.batches = new Batches<>(
                "pages", database.statementsOfAKind(), database.poolWait(), metrics, Place::count, this::read);
    }

    /** Returns a page by its number, counted from 1; one past the end is empty. */
    public CompletableFuture<ReadResponse> find(long page, int count) {
        // No catalogue has more products than ids; beyond that every page is the same empty one.
        int offset = (int) Math.min(Integer.MAX_VALUE, Math.min(page - 1, Integer.MAX_VALUE) * count);
        return cache.find(new Place(offset, count), batches::ask);
    }

    /** Returns the count of a page for which none is asked. */
    public int defaultCount() {
        return settings.defaultPageSize();
    }

    /** Returns the largest count that may be asked for. */
    public int largestCount() {
        return settings.largestPageSize();
    }

    private List<ReadResponse> read(List<Place> places) {
        List<Integer> offsets = places.stream().map(Place::offset).toList();
        List<Integer> counts = places.stream().map(Place::count).toList();
        List<ProductLines> found = connections.retry(() -> products.pages(offsets, counts));
        List<PageBody> bodies = places.stream()
                .map(place -> new PageBody(place.offset, (long) place.offset + place.count, campus))
                .toList();
        int total = 0;
        for (ProductLines row : found) {
            bodies.get(row.question() - 1).add(row.position(), row.lines());
            total = row.total();
        }
        List<ReadResponse> answers = new ArrayList<>(places.size());
        for (int number = 0; number < places.size(); number++) {
            answers.add(answer(places.get(number), bodies.get(number).finish(), total));
        }
        return answers;
    }

    private ReadResponse answer(Place place, byte[] body, int total) {
        long number = place.offset / place.count + 1L;
        return format.json(
                body,
                Map.of("Link", PageLinks.of(number, place.count, total), "X-Total-Count", Integer.toString(total)));
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
