package atelier.cart;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Carts, as the contract describes them. The fixture has the SKUs 1, 2 and 3. */
class CartTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String MINE = "ghp_mine";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Service service;
    private static Shopper shopper;

    @BeforeAll
    static void start() {
        service = new Service(ConfigOverride.config("changes.tokens", "alice:" + TOKEN));
        shopper = new Shopper(service.port());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void empty() {
        service.execute("DELETE FROM shop.cart");
    }

    private static HttpResponse<String> add(String authorization, String sku) {
        return shopper.send(
                "POST",
                "/cart",
                BodyPublishers.ofString("{\"sku_id\": " + sku + "}"),
                "Authorization",
                authorization,
                "Content-Type",
                "application/json");
    }

    private static String cart(String authorization) {
        return service.get("/cart", "Authorization", authorization).body();
    }

    @Test
    void newCartIsEmpty() {
        HttpResponse<String> response = service.get("/cart", "Authorization", MINE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[]");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void eachPostAddsAUnitAndCountsAreTexts() {
        HttpResponse<String> response = add(MINE, "2");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(cart(MINE)).isEqualTo("[{\"sku_id\":2,\"count\":\"1\"}]");
        add(MINE, "2");
        add(MINE, "1");
        assertThat(cart(MINE)).isEqualTo("[{\"sku_id\":1,\"count\":\"1\"},{\"sku_id\":2,\"count\":\"2\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\"", "\" 1 \"", "1.0", "1, \"count\": 7, \"product_id\": null"})
    void skuIdMayBeANumberOrAText(String sku) {
        assertThat(add(MINE, sku).statusCode()).isEqualTo(201);
        assertThat(cart(MINE)).isEqualTo("[{\"sku_id\":1,\"count\":\"1\"}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"sku_id": 999999}     | sku_id: there is no SKU 999999
            {"sku_id": 0}          | sku_id: must be a whole number from 1 to 2147483647, but was 0
            {"sku_id": 1.5}        | sku_id: must be a whole number from 1 to 2147483647, but was 1.5
            {"sku_id": 2147483648} | sku_id: must be a whole number from 1 to 2147483647, but was 2147483648
            {"sku_id": "me@x.org"} | sku_id: must be a whole number from 1 to 2147483647, but was "me@x.org"
            {"sku_id": null}       | sku_id: must be a whole number from 1 to 2147483647, but was null
            {}                     | sku_id: must be a whole number from 1 to 2147483647, but is missing
            [1]                    | the body must be a JSON object
            sku_id=1               | the body must be a JSON object
            """)
    void whatNamesNoSkuReturns422(String body, String fault) throws Exception {
        HttpResponse<String> response = shopper.post("/cart", body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(response.body()).get("message").textValue())
                .isEqualTo("Error: Cart body contains invalid entries: " + fault);
        assertThat(service.query("SELECT count(*) FROM shop.cart")).isEqualTo("0");
    }

    @Test
    void cartBelongsToTheExactAuthorization() {
        List<String> clients = List.of(MINE, "GHP_mine", "Bearer ghp_mine", "token ghp_mine", "Bearer " + TOKEN);
        for (int number = 0; number < clients.size(); number++) {
            for (int unit = 0; unit <= number; unit++) {
                assertThat(add(clients.get(number), "3").statusCode()).isEqualTo(201);
            }
        }

        for (int number = 0; number < clients.size(); number++) {
            assertThat(cart(clients.get(number))).isEqualTo("[{\"sku_id\":3,\"count\":\"" + (number + 1) + "\"}]");
        }
        assertThat(service.get("/cart").body()).isEqualTo("[]");
    }

    @Test
    void clientsWithoutAuthorizationShareOneCart() {
        assertThat(shopper.post("/cart", "{\"sku_id\": 1}").statusCode()).isEqualTo(201);
        assertThat(new Shopper(service.port()).post("/cart", "{\"sku_id\": 1}").statusCode())
                .isEqualTo(201);

        assertThat(service.get("/cart").body()).isEqualTo("[{\"sku_id\":1,\"count\":\"2\"}]");
        assertThat(cart(MINE)).isEqualTo("[]");
    }

    @Test
    void onlyADigestOfTheAuthorizationIsStored() {
        add(MINE, "1");

        assertThat(service.query("SELECT owner = sha256('" + MINE + "') FROM shop.cart"))
                .isEqualTo("t");
        assertThat(service.query(
                        "SELECT cart::text || cart_item::text FROM shop.cart JOIN shop.cart_item USING (owner)"))
                .doesNotContain(MINE);
    }

    /** nginx gives up on a node that does not answer a read in a second. */
    @Test
    void cartThatTheDatabaseDoesNotReturnGets503WithinTheLimitOfReads() throws Exception {
        try (Service impatient = new Service(
                        ConfigOverride.config("database.poolWait", "300ms"),
                        ConfigOverride.config("database.readLimit", "300ms"),
                        ConfigOverride.config("database.statementTimeout", "20s"));
                Database database = Database.share(impatient.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE shop.cart_item IN ACCESS EXCLUSIVE MODE");

            long start = System.nanoTime();
            HttpResponse<String> response = impatient.get("/cart");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            connection.rollback();
            assertThat(impatient.get("/cart").body()).isEqualTo("[]");
        }
    }

    @Test
    void noCacheStoresACart() {
        assertThat(service.get("/cart").headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(service.get("/cart").headers().firstValue("ETag")).isEmpty();
        assertThat(add(MINE, "1").headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void otherSpellingsOfThePathAreTheSameCart() {
        for (String path :
                List.of("/cart", "/cart/", "/api/fec2/hr-lax/cart", "/api/fec2/rfp/cart/", "/cart?sku_id=2")) {
            assertThat(shopper.post(path, "{\"sku_id\": 1}").statusCode())
                    .as(path)
                    .isEqualTo(201);
        }
        for (String path : List.of("/cart", "/cart/", "/api/fec2/hr-lax/cart", "/cart?page=x")) {
            assertThat(service.get(path).body()).as(path).isEqualTo("[{\"sku_id\":1,\"count\":\"5\"}]");
        }
        // Some libraries send a body with a GET.
        assertThat(shopper.send("GET", "/cart", BodyPublishers.ofString("{}")).body())
                .isEqualTo("[{\"sku_id\":1,\"count\":\"5\"}]");
        assertThat(service.send("HEAD", "/cart").statusCode()).isEqualTo(200);
        assertThat(service.send("DELETE", "/cart").statusCode()).isEqualTo(401);
        assertThat(service.send("PUT", "/cart").statusCode()).isEqualTo(401);
    }

    @Test
    void fullCartRefusesAnotherSkuAndTakesMoreOfItsOwn() throws Exception {
        add(MINE, "1");
        service.execute("INSERT INTO shop.cart_item SELECT sha256('" + MINE
                + "'), sku, 1 FROM generate_series(1001, 1999) AS sku");

        HttpResponse<String> refused = add(MINE, "2");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(refused.body()).get("message").textValue())
                .isEqualTo("Error: Cart body contains invalid entries: sku_id: the cart is full, because it has 1000"
                        + " other SKUs or 2147483647 units of this SKU");
        assertThat(add(MINE, "1").statusCode()).isEqualTo(201);
        assertThat(add("another", "2").statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(cart(MINE))).hasSize(1_000);
    }

    @Test
    void countDoesNotOverflow() {
        add(MINE, "1");
        service.execute("UPDATE shop.cart_item SET count = 2147483646");

        assertThat(add(MINE, "1").statusCode()).isEqualTo(201);
        assertThat(add(MINE, "1").statusCode()).isEqualTo(422);
        assertThat(cart(MINE)).isEqualTo("[{\"sku_id\":1,\"count\":\"2147483647\"}]");
    }

    @Test
    void simultaneousAdditionsOnTwoNodesAllCount() throws Exception {
        try (Service other = new Service(
                service.configuration().getDatabase(),
                String.valueOf(service.configuration().getDatabase().user()),
                String.valueOf(service.configuration().getDatabase().password()))) {
            Shopper elsewhere = new Shopper(other.port());
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int number = 0; number < 200; number++) {
                responses.add((number % 2 == 0 ? shopper : elsewhere)
                        .sendAsync(
                                "POST",
                                "/cart",
                                BodyPublishers.ofString("{\"sku_id\": " + (1 + number % 2) + "}"),
                                "Authorization",
                                MINE));
            }
            for (CompletableFuture<HttpResponse<String>> response : responses) {
                assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            }
            String all = "[{\"sku_id\":1,\"count\":\"100\"},{\"sku_id\":2,\"count\":\"100\"}]";
            assertThat(cart(MINE)).isEqualTo(all);
            assertThat(other.get("/cart", "Authorization", MINE).body()).isEqualTo(all);
            for (int number = 1; number <= 5; number++) {
                add(MINE, "3");
                assertThat(other.get("/cart", "Authorization", MINE).body())
                        .contains("{\"sku_id\":3,\"count\":\"" + number + "\"}");
            }
        }
    }

    @Test
    void cartOutlivesAnImport() {
        add(MINE, "1");

        service.importFrom(Path.of("src/test/resources/fixture"));

        assertThat(cart(MINE)).isEqualTo("[{\"sku_id\":1,\"count\":\"1\"}]");
        assertThat(add(MINE, "1").statusCode()).isEqualTo(201);
    }

    /** A whole cart ends, and only if none of its items was changed. */
    @Test
    void idleCartsEndAfterTheDaysOfTheSetting() {
        add(MINE, "1");
        service.execute("""
                INSERT INTO shop.cart
                SELECT sha256(('old' || number)::bytea), (now() AT TIME ZONE 'UTC')::date - 8
                FROM generate_series(1, 250) AS number;
                INSERT INTO shop.cart VALUES ('kept', (now() AT TIME ZONE 'UTC')::date - 7);
                INSERT INTO shop.cart_item SELECT owner, sku, 1 FROM shop.cart, generate_series(10, 12) AS sku;
                """);

        try (Service node = new Service(
                service.configuration().getDatabase(),
                String.valueOf(service.configuration().getDatabase().user()),
                String.valueOf(service.configuration().getDatabase().password()),
                ConfigOverride.config("cart.days", "7"))) {
            Program.await(
                    "the old carts to end",
                    () -> node.query("SELECT count(*) FROM shop.cart").equals("2"));
        }

        assertThat(service.query("SELECT count(*) FROM shop.cart WHERE owner = 'kept'"))
                .isEqualTo("1");
        assertThat(service.query("SELECT count(*) FROM shop.cart_item")).isEqualTo("7");
    }

    @Test
    void usingACartKeepsItAlive() {
        add(MINE, "1");
        service.execute("UPDATE shop.cart SET changed_on = '2020-01-01'");

        add(MINE, "2");

        assertThat(service.query("SELECT changed_on = (now() AT TIME ZONE 'UTC')::date FROM shop.cart"))
                .isEqualTo("t");
    }
}
