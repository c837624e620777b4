package atelier.perf.cluster;

import atelier.perf.cluster.Traffic.Sample;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends the writes of one shopper: questions about one product, reviews of it, votes, and a cart. After each write it reads the list that
 * must show it. It sends no request twice. Used by one thread.
 */
final class Writer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VOTES = "votes for ";
    private static final String UNITS = "units";
    /** What had one of these is not stored. What had another error may be stored. */
    private static final Set<Integer> NOT_STORED = Set.of(400, 404, 422, 429);
    /** The statuses of a service that cannot do its work at the moment. */
    private static final Set<Integer> REFUSALS = Set.of(429, 503, 504);

    private final String name;
    private final String address;
    private final int product;
    private final long sku;
    private final long start;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Shelf cart = new Shelf("/cart", "", "", "");
    private final List<Shelf> shelves = List.of(
            new Shelf("/qa/questions", "question_id", "question_body", "question_helpfulness"),
            new Shelf("/reviews", "review_id", "summary", "helpfulness"),
            cart);
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int number;

    /** Where he looks for what he has written: the path, and the members of a row. */
    private static final class Shelf {
        private final String path;
        private final String id;
        private final String text;
        private final String votes;
        private final Account account = new Account();
        /** The texts of his that he has seen, by their ids. */
        private final TreeMap<Long, String> seen = new TreeMap<>();

        Shelf(String path, String id, String text, String votes) {
            this.path = path;
            this.id = id;
            this.text = text;
            this.votes = votes;
        }
    }

    /**
     * @param name begins all of his texts
     * @param sku a SKU that exists
     * @param start the {@link System#nanoTime} from which samples count
     */
    Writer(String name, String address, int product, long sku, long start) {
        this.name = name;
        this.address = address;
        this.product = product;
        this.sku = sku;
        this.start = start;
    }

    /** Writes once, and reads the list that must show it. */
    void step() throws InterruptedException {
        String text = name + "-" + ++number;
        Shelf shelf = shelves.get(number % 3);
        Map.Entry<Long, String> voted = shelf.seen.lastEntry();
        if (shelf == cart) {
            write("POST", shelf, "", UNITS, "{\"sku_id\":%s}".formatted(sku));
        } else if (number % 2 == 0 && voted != null) {
            write("PUT", shelf, "/" + voted.getKey() + "/helpful", VOTES + voted.getValue(), "");
        } else {
            write("POST", shelf, "", text, form(text));
        }
        read(address, shelf);
    }

    private String form(String text) {
        return ("{\"product_id\":%s,\"rating\":4,\"summary\":\"%s\",\"body\":\"%s\",\"recommend\":true,"
                        + "\"name\":\"writer\",\"email\":\"writer@mail.example\"}")
                .formatted(product, text, text);
    }

    private void write(String method, Shelf shelf, String rest, String key, String body) throws InterruptedException {
        shelf.account.sent(key);
        HttpResponse<String> response = send(method, address, shelf.path + rest, body);
        if (response != null && response.statusCode() < 300) {
            shelf.account.acknowledged(key);
        } else if (response != null && NOT_STORED.contains(response.statusCode())) {
            shelf.account.refused(key);
        }
    }

    /** Returns whether there was a response that should have everything. */
    private boolean read(String from, Shelf shelf) throws InterruptedException {
        String query = shelf == cart ? "" : "?product_id=" + product + "&count=1000";
        HttpResponse<String> response = send("GET", from, shelf.path + query, "");
        if (response == null || response.statusCode() != 200) {
            return false;
        }
        // While no node responds, nginx gives the last list that it had, and says so.
        boolean old = response.headers().firstValue("X-Cache").orElse("").equals("STALE");
        try {
            shelf.account.saw(counts(shelf, JSON.readTree(response.body())), old, from + shelf.path);
        } catch (IOException e) {
            faults.add("Not JSON: " + response.body());
        }
        return !old;
    }

    private Map<String, Integer> counts(Shelf shelf, JsonNode body) {
        Map<String, Integer> counts = new HashMap<>();
        if (shelf == cart) {
            counts.put(UNITS, body.path(0).path("count").asInt());
        }
        for (JsonNode row : body.path("results")) {
            String text = row.path(shelf.text).asText();
            if (text.startsWith(name + "-")) {
                shelf.seen.put(row.path(shelf.id).asLong(), text);
                counts.merge(text, 1, Integer::sum);
                counts.merge(VOTES + text, row.path(shelf.votes).asInt(), Integer::sum);
            }
        }
        return counts;
    }

    private @Nullable HttpResponse<String> send(String method, String to, String path, String body)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(to + path))
                .timeout(PATIENCE)
                .header("Authorization", name)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        double began = (System.nanoTime() - start) / 1e9;
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            int status = response.statusCode();
            if (status >= 300 && !isRefusal(response)) {
                faults.add(method + " " + path + ": " + status + " " + response.headers() + " " + response.body());
            }
            String cache = response.headers().firstValue("X-Cache").orElse("");
            add(method, path, began, status, cache, status < 300 ? "" : response.body());
            return response;
        } catch (IOException e) {
            add(method, path, began, 0, "", e.toString());
            return null;
        }
    }

    private void add(String method, String path, double began, int status, String cache, String problem) {
        double milliseconds = ((System.nanoTime() - start) / 1e9 - began) * 1000;
        samples.add(new Sample(began, milliseconds, method, status, cache, path, problem));
    }

    private static boolean isRefusal(HttpResponse<String> response) {
        return REFUSALS.contains(response.statusCode())
                && response.body().startsWith("{\"code\":" + response.statusCode() + ",\"message\":\"")
                && response.headers().firstValue("Retry-After").isPresent();
    }

    /** Reads everything from another address. Returns false if something could not be read. */
    boolean readAll(String from) throws InterruptedException {
        int before = samples.size();
        boolean complete = true;
        for (Shelf shelf : shelves) {
            complete &= read(from, shelf);
        }
        samples.subList(before, samples.size()).clear();
        return complete;
    }

    List<Sample> samples() {
        return samples;
    }

    /** Returns what he has seen and should not have. */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        shelves.forEach(shelf -> all.addAll(shelf.account.faults()));
        return all;
    }

    Account.Totals totals() {
        return shelves.stream().map(shelf -> shelf.account.totals()).reduce(Account.Totals.NONE, Account.Totals::plus);
    }
}
