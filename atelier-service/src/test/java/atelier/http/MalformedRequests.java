package atelier.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * An endless source of malformed requests. Equal seeds give equal requests.
 *
 * <p>The files below {@code malformed} have the malformed parts: one part per line, with Java escapes.
 */
final class MalformedRequests {
    private static final List<String> TARGETS = List.of(
            "/",
            "/products",
            "/products/1",
            "/products/1/styles",
            "/products/5/related",
            "/api/fec2/hr-lax/products",
            "/api/fec2/hr-lax/products/1");

    private static final List<String> PATH_PIECES = pieces("path-pieces");
    private static final List<String> NUMBERS = pieces("numbers");
    private static final List<String> HEADER_NAMES = pieces("header-names");
    private static final List<String> HEADER_VALUES = pieces("header-values");
    private static final List<String> METHODS = pieces("methods");
    private static final List<String> VERSIONS = pieces("versions");
    private static final List<String> FRAMINGS = pieces("framings");
    private static final List<String> BODIES = pieces("bodies");
    private static final List<String> HEADS = pieces("heads");
    private static final List<String> STRANGERS = pieces("strangers");

    private static final String HOST = "Host: localhost\r\n";

    private final SplittableRandom random;
    private final List<Supplier<Malformed>> kinds = List.of(
            this::path,
            this::query,
            this::header,
            this::path,
            this::query,
            this::header,
            this::method,
            this::version,
            this::framing,
            this::head,
            this::oversize,
            this::stranger,
            this::truncated,
            this::noise,
            this::damaged);

    MalformedRequests(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * A request.
     *
     * @param characters the bytes, decoded as ISO 8859-1
     * @param isWhole whether the bytes are exactly one request, so that its connection can be reused
     * @param mayBeSilent whether the request is truncated, so that the service need not respond
     */
    record Malformed(String kind, String characters, boolean isWhole, boolean mayBeSilent) {
        /** Tells whether a server can detect that this is a HEAD request, which needs a complete first line. */
        boolean isHead() {
            return characters.startsWith("HEAD ") && characters.contains("\r\n");
        }

        @Override
        public String toString() {
            String text = characters.replaceAll("[^ -~]", ".");
            return kind + " <" + text.substring(0, Math.min(300, text.length())) + ">";
        }
    }

    Malformed next() {
        return any(kinds).get();
    }

    private Malformed path() {
        StringBuilder path = new StringBuilder(any(TARGETS));
        for (int pieces = random.nextInt(1, 4); pieces > 0; pieces--) {
            path.insert(random.nextInt(1, path.length() + 1), any(PATH_PIECES));
        }
        return whole("path", "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private Malformed query() {
        StringBuilder query = new StringBuilder(any(List.of("?", "?", "?&", "??", "?;", "/?")));
        int parameters = random.nextInt(20) == 0 ? random.nextInt(1_000) : random.nextInt(1, 4);
        for (int i = 0; i < parameters; i++) {
            String name = any(
                    List.of("page", "count", "page", "count", "product_id", "p", "", "page[]", "PAGE", "%zz", "\351"));
            query.append(name).append(any(List.of("=", "=", "=", "", "=="))).append(any(NUMBERS));
            query.append(any(List.of("&", "&", "&&", ";", "#")));
        }
        String target = any(List.of("/products", "/products", "/products/1", "/")) + query;
        return whole("query", "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private Malformed header() {
        StringBuilder headers = new StringBuilder(HOST);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            String value = random.nextInt(30) == 0 ? any(HEADER_VALUES).repeat(200) : any(HEADER_VALUES);
            headers.append(any(HEADER_NAMES)).append(": ").append(value).append("\r\n");
        }
        String method = random.nextInt(8) == 0 ? "HEAD " : "GET ";
        return whole("header", method + any(TARGETS) + " HTTP/1.1\r\n" + headers + "\r\n");
    }

    private Malformed method() {
        String method = random.nextInt(10) == 0 ? "M".repeat(random.nextInt(1, 9_000)) : any(METHODS);
        return ended("method", method + " " + any(TARGETS) + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private Malformed version() {
        return ended("version", "GET " + any(TARGETS) + " " + any(VERSIONS) + "\r\n" + HOST + "\r\n");
    }

    private Malformed framing() {
        String method = any(List.of("GET", "GET", "POST", "PUT", "OPTIONS"));
        String type = any(List.of(
                "", "Content-Type: application/json\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"));
        String expect = random.nextInt(6) == 0 ? "Expect: 100-continue\r\n" : "";
        return ended(
                "framing",
                method + " " + any(TARGETS) + " HTTP/1.1\r\n" + HOST + type + expect + any(FRAMINGS) + "\r\n\r\n"
                        + any(BODIES));
    }

    private Malformed head() {
        return ended("head", "GET " + any(TARGETS) + " HTTP/1.1\r\n" + any(HEADS) + "\r\n\r\n");
    }

    private Malformed oversize() {
        String filler = "x".repeat(random.nextInt(7_000, 20_000));
        return ended(
                "oversize",
                any(List.of(
                        "GET /products/" + filler + " HTTP/1.1\r\n" + HOST + "\r\n",
                        "GET /products?page=" + filler + " HTTP/1.1\r\n" + HOST + "\r\n",
                        "GET /products HTTP/1.1\r\n" + HOST + "Cookie: " + filler + "\r\n\r\n",
                        "GET /products HTTP/1.1\r\n" + HOST + filler + ": a\r\n\r\n",
                        "GET /products HTTP/1.1\r\n" + HOST + "a: b\r\n".repeat(filler.length() / 6) + "\r\n",
                        "GET /products " + filler + "\r\n" + HOST + "\r\n")));
    }

    private Malformed stranger() {
        return cutShort("stranger", any(STRANGERS));
    }

    private Malformed truncated() {
        String whole = any(kinds.subList(0, 3)).get().characters();
        return cutShort("truncated", whole.substring(0, random.nextInt(whole.length())));
    }

    private Malformed noise() {
        byte[] noise = new byte[random.nextInt(1, 600)];
        random.nextBytes(noise);
        return cutShort("noise", new String(noise, StandardCharsets.ISO_8859_1));
    }

    private Malformed damaged() {
        StringBuilder request = new StringBuilder(
                "GET " + any(TARGETS) + " HTTP/1.1\r\n" + HOST + "Accept: */*\r\nAuthorization: token\r\n\r\n");
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            request.setCharAt(random.nextInt(request.length()), (char) random.nextInt(256));
        }
        return cutShort("damaged", request.toString());
    }

    private static Malformed whole(String kind, String characters) {
        return new Malformed(kind, characters, true, false);
    }

    private static Malformed ended(String kind, String characters) {
        return new Malformed(kind, characters, false, false);
    }

    private static Malformed cutShort(String kind, String characters) {
        return new Malformed(kind, characters, false, true);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static List<String> pieces(String name) {
        try {
            return Files.readAllLines(Path.of("src/test/resources/malformed", name + ".txt")).stream()
                    .map(String::translateEscapes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
