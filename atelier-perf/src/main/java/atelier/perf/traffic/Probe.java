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
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads the catalogue of the service under test before any load is sent. */
public final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How long reading one fact about the catalogue may take before its last requests are sent. */
    private static final Duration SURVEY = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The number of pages to read, evenly over the catalogue, if its ids have gaps. */
    private static final int PAGES = 20;

    private static final int PAGE_SIZE = 500;

    private final String target;
    private final Duration patience;
    private final HttpClient client;
    private final Survey survey;

    /**
     * @param target base address without a trailing slash
     */
    public Probe(String target) {
        this(target, PATIENCE, Optional.empty());
    }

    /**
     * @param authority certificates as PEM, to trust besides the usual ones
     * @throws UsageException if the file has none
     */
    public Probe(String target, Optional<Path> authority) {
        this(target, PATIENCE, authority.map(Trust::in));
    }

    Probe(String target, Duration patience, Optional<SSLContext> trust) {
        this(target, patience, trust, new Survey(target, SURVEY, System.out::println));
    }

    Probe(String target, Duration patience, Optional<SSLContext> trust, Survey survey) {
        this.target = target;
        this.patience = patience;
        this.survey = survey;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(patience)
                // The build sets an unreachable proxy for https, to stop Gatling's search for updates.
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /**
     * Returns the catalogue.
     *
     * @throws UsageException if the service does not respond as expected, or the chosen ids are not in the catalogue
     */
    public Catalogue catalogue(IdChoice ids) {
        HttpResponse<String> list = get("/products?page=1&count=1");
        list(list);
        int products = total(list, ids);
        IdChoice.Range range = ids.range();
        if (products == 0) {
            throw new UsageException(target + " has no products; import a catalogue or generate one (README)");
        }
        int last = lastId(products, range);
        if (range != null && range.last() > last) {
            throw new UsageException(text(
                    "-Dids selects products up to %,d, but the highest id of the service is %,d", range.last(), last));
        }
        return new Catalogue(products, last, last == products ? List.of() : someIds(products));
    }

    /**
     * Returns the mean number of related products over 200 chosen ids, or as many as the service can tell in time. A response that is not a
     * list, as for an unknown id, counts as none.
     */
    public double relatedPerProduct(IntSupplier ids) {
        List<String> paths = IntStream.generate(ids)
                .limit(200)
                .mapToObj(id -> "/products/" + id + "/related")
                .toList();
        return survey.of(paths, path -> json(get(path))).stream()
                .mapToInt(related -> related.isArray() ? related.size() : 0)
                .average()
                .orElse(0);
    }

    private int total(HttpResponse<String> list, IdChoice ids) {
        return list.headers()
                .firstValue("X-Total-Count")
                .map(this::number)
                .or(() -> Optional.ofNullable(ids.range()).map(IdChoice.Range::last))
                .orElseThrow(
                        () -> new UsageException(
                                target
                                        + " does not send X-Total-Count, the number of products; give a range of ids: -Dids=zipf@1..1000"));
    }

    private int number(String total) {
        if (!total.matches("\\d{1,9}")) {
            throw new UsageException(
                    "%s sends an X-Total-Count that is not a number of products: %s".formatted(target, total));
        }
        return Integer.parseInt(total);
    }

    private int lastId(int products, IdChoice.@Nullable Range range) {
        JsonNode last = list(get("/products?count=1&page=" + products)).path(0).path("id");
        return last.isInt() ? last.intValue() : range == null ? products : range.last();
    }

    private List<Integer> someIds(int products) {
        int pages = (products + PAGE_SIZE - 1) / PAGE_SIZE;
        int read = Math.min(PAGES, pages);
        List<String> paths = IntStream.range(0, read)
                .map(step -> 1 + (int) ((long) step * pages / read))
                .mapToObj(page -> "/products?count=%s&page=%s".formatted(PAGE_SIZE, page))
                .toList();
        List<Integer> ids = survey.of(paths, path -> list(get(path))).stream()
                .flatMapToInt(list -> StreamSupport.stream(list.spliterator(), false)
                        .mapToInt(product -> product.path("id").intValue()))
                .sorted()
                .boxed()
                .toList();
        if (ids.isEmpty()) {
            throw new UsageException(text("%s reports %,d products but lists none", target, products));
        }
        return ids;
    }

    private HttpResponse<String> get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(target + path)).build();
            // HttpRequest's own timeout covers only the headers; a body that never ends would block forever.
            return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new UsageException(whyNot(path, String.valueOf(e.getCause()), e.getCause()), e);
        } catch (TimeoutException e) {
            throw new UsageException(
                    "%s%s does not respond within %s"
                            .formatted(
                                    target,
                                    path,
                                    patience.toString().substring(2).toLowerCase(Locale.ROOT)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted while waiting for " + target);
        }
    }

    private String whyNot(String path, String problem, @Nullable Throwable cause) {
        List<Throwable> causes =
                Stream.iterate(cause, Objects::nonNull, Throwable::getCause).toList();
        if (causes.stream().anyMatch(UnresolvedAddressException.class::isInstance)) {
            return "the host name in %s is unknown".formatted(target);
        }
        if (causes.stream().anyMatch(CertificateException.class::isInstance)) {
            return "the certificate of %s is refused: %s; if a private authority signed it, set -Dauthority to its PEM file"
                    .formatted(target, causes.get(causes.size() - 1).getMessage());
        }
        return cause instanceof ConnectException
                ? "nothing listens at %s: start the service, or set -Dtarget=http://host:port or -Dtarget=embedded"
                        .formatted(target)
                : "%s%s does not respond: %s".formatted(target, path, problem);
    }

    private JsonNode list(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new UsageException(
                    "%s returns %s: %s".formatted(response.uri(), response.statusCode(), firstLine(response.body())));
        }
        JsonNode list = json(response);
        if (!list.isArray()) {
            throw new UsageException(
                    "%s does not return a list: %s".formatted(response.uri(), firstLine(response.body())));
        }
        return list;
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UsageException(
                    "%s does not return JSON: %s".formatted(response.uri(), firstLine(response.body())));
        }
    }

    private static String firstLine(String body) {
        return body.lines()
                .findFirst()
                .map(line -> line.substring(0, Math.min(200, line.length())))
                .orElse("nothing");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
