package atelier.perf.traffic;

import atelier.perf.settings.IdChoice;
import atelier.perf.settings.UsageException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Looks at a target before any load is sent to it. */
public final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Pages that are read, evenly over the catalogue, when its ids have gaps. */
    private static final int PAGES = 20;

    private static final int PAGE_SIZE = 500;

    private final String target;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * @param target base address without a slash at the end
     */
    public Probe(String target) {
        this.target = target;
    }

    /**
     * Finds out what the target has.
     *
     * @throws UsageException if nothing usable answers there, or if the chosen ids are not in the catalogue
     */
    public Catalogue catalogue(IdChoice ids) {
        HttpResponse<String> list = get("/products?page=1&count=1");
        if (list.statusCode() != 200) {
            throw new UsageException(
                    "%s/products answers %d: %s".formatted(target, list.statusCode(), firstLine(list.body())));
        }
        int products = total(list, ids);
        IdChoice.Range range = ids.range();
        if (products == 0) {
            throw new UsageException(target + " has no products; import a catalogue or generate one (README)");
        }
        int last = lastId(products, range);
        if (range != null && range.last() > last) {
            throw new UsageException(
                    "-Dids asks for products up to %,d, and the target's ids end at %,d".formatted(range.last(), last));
        }
        return new Catalogue(products, last, last == products ? List.of() : someIds(products));
    }

    /** How many related products the chosen products have on average, from 200 of them. */
    public double relatedPerProduct(IntSupplier ids) {
        return IntStream.generate(ids)
                .limit(200)
                .map(id -> json(get("/products/" + id + "/related")).size())
                .average()
                .orElse(0);
    }

    private int total(HttpResponse<String> list, IdChoice ids) {
        return list.headers()
                .firstValue("X-Total-Count")
                .map(Integer::valueOf)
                .or(() -> Optional.ofNullable(ids.range()).map(IdChoice.Range::last))
                .orElseThrow(() -> new UsageException(
                        target + " does not say how many products it has (X-Total-Count); say it: -Dids=zipf@1..1000"));
    }

    private int lastId(int products, IdChoice.@Nullable Range range) {
        JsonNode last = json(get("/products?count=1&page=" + products)).path(0).path("id");
        return last.isInt() ? last.intValue() : range == null ? products : range.last();
    }

    private List<Integer> someIds(int products) {
        int pages = (products + PAGE_SIZE - 1) / PAGE_SIZE;
        int read = Math.min(PAGES, pages);
        return IntStream.range(0, read)
                .map(step -> 1 + (int) ((long) step * pages / read))
                .mapToObj(page -> json(get("/products?count=%d&page=%d".formatted(PAGE_SIZE, page))))
                .flatMapToInt(list -> StreamSupport.stream(list.spliterator(), false)
                        .mapToInt(product -> product.path("id").intValue()))
                .sorted()
                .boxed()
                .toList();
    }

    private HttpResponse<String> get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(target + path))
                    .timeout(PATIENCE)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new UsageException(
                    "nothing listens at %s: start the service (README, \"Start it\"), give another -Dtarget=http://host:port, or -Dtarget=embedded"
                            .formatted(target));
        } catch (IOException e) {
            throw new UsageException("%s%s does not answer: %s".formatted(target, path, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted while asking " + target);
        }
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UsageException(
                    "%s does not answer JSON: %s".formatted(response.uri(), firstLine(response.body())));
        }
    }

    private static String firstLine(String body) {
        return body.lines()
                .findFirst()
                .map(line -> line.substring(0, Math.min(200, line.length())))
                .orElse("nothing");
    }
}
