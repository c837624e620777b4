package atelier.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interactions, and the partitions that hold them. */
class InteractionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLICK = "{\"element\": \"button\", \"widget\": \"overview\", \"time\": \"12:00\"}";
    private static final String TODAY = "(now() AT TIME ZONE 'UTC')::date";

    private static Service service;
    private static Shopper shopper;

    @BeforeAll
    static void start() {
        service = new Service();
        shopper = new Shopper(service.port());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void empty() {
        service.execute("DELETE FROM shop.interaction");
    }

    private static String day(int ahead) {
        return service.query("SELECT to_char(" + TODAY + " + " + ahead + ", 'YYYYMMDD')");
    }

    private static String partitions() {
        return service.query("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_inherits"
                + " JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'shop.interaction'::regclass");
    }

    private static String keep(int days) {
        return service.query("SELECT shop.keep_interactions(" + days + ")");
    }

    private static void createPartition(int ahead) {
        String day = day(ahead);
        service.execute("CREATE TABLE shop.interaction_" + day + " PARTITION OF shop.interaction FOR VALUES FROM ('"
                + day + " 00:00Z') TO ('" + day(ahead + 1) + " 00:00Z')");
    }

    @Test
    void interactionIsStoredInThePartitionOfToday() {
        HttpResponse<String> response = shopper.post("/interactions", CLICK);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(service.query("SELECT element || ' ' || widget || ' ' || time || ' '"
                        + " || (now() - written_at < interval '1 min') FROM shop.interaction"))
                .isEqualTo("button overview 12:00 true");
        assertThat(service.query("SELECT tableoid::regclass FROM shop.interaction"))
                .isIn("shop.interaction_" + day(0), "shop.interaction_" + day(-1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"element": "", "widget": "b", "time": "c"}  | element: must be a text that is not empty
            {"element": "a", "time": "c"}                | widget: must be a text that is not empty
            {"element": "a", "widget": "b"}              | time: must be a text that is not empty
            {"element": "a", "widget": "b", "time": null}| time: must be a text that is not empty
            {"element": {}, "widget": "b", "time": "c"}  | element: must be a text, but was an object
            {}                                           | element: must be a text that is not empty; widget: must be a text that is not empty; time: must be a text that is not empty
            []                                           | the body must be a JSON object
            element=a&widget=b&time=c                    | the body must be a JSON object
            """)
    void anyMissingTextReturns422(String body, String fault) throws Exception {
        HttpResponse<String> response = shopper.post("/interactions", body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(response.body()).get("message").textValue())
                .isEqualTo("Error: Interaction body contains invalid entries: " + fault);
        assertThat(service.query("SELECT count(*) FROM shop.interaction")).isEqualTo("0");
    }

    @Test
    void whatPagesSendIsStored() {
        assertThat(shopper.post("/api/fec2/hr-lax/interactions/", CLICK).statusCode())
                .isEqualTo(201);
        // Date.now() is a number.
        assertThat(shopper.post("/interactions", CLICK.replace("\"12:00\"", "1616161616161"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(shopper.post("/interactions", CLICK.replace("button", "<div>\\u0000".repeat(4_000)))
                        .statusCode())
                .isEqualTo(201);
        assertThat(shopper.send(
                                "POST",
                                "/interactions?element=x",
                                BodyPublishers.ofString(CLICK),
                                "Content-Type",
                                "text/plain")
                        .statusCode())
                .isEqualTo(201);

        assertThat(service.query("SELECT count(*) FROM shop.interaction")).isEqualTo("4");
        assertThat(service.query("SELECT count(*) FROM shop.interaction WHERE time = '1616161616161'"))
                .isEqualTo("1");
        assertThat(shopper.post("/interactions", CLICK.replace("button", "x".repeat(70_000)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void partitionsAreCreatedAheadAndDroppedAfterTheirDays() {
        createPartition(-31);
        createPartition(-30);
        service.execute(
                "INSERT INTO shop.interaction VALUES (now() - interval '31 days', 'a', 'b', 'c'),"
                        + " (now() - interval '29 days', 'default', 'b', 'c'), (now() - interval '40 days', 'default', 'b', 'c')");
        assertThat(keep(30)).isEqualTo("t");

        assertThat(partitions())
                .doesNotContain(day(-31))
                .contains(day(-30), day(0), day(1), day(2), day(3), day(4), day(5), day(6), day(7))
                .endsWith("interaction_other");
        assertThat(service.query("SELECT string_agg(element, ' ') FROM shop.interaction"))
                .isEqualTo("default");
        String all = partitions();
        assertThat(keep(30)).isEqualTo("t");
        assertThat(partitions()).isEqualTo(all);
        assertThat(keep(29)).isEqualTo("t");
        assertThat(partitions()).doesNotContain(day(-30));
    }

    @Test
    void missingPartitionFailsNoRequestAndIsCreatedWhenItCan() {
        service.execute("DROP TABLE shop.interaction_" + day(0) + "; DROP TABLE shop.interaction_" + day(1));

        assertThat(shopper.post("/interactions", CLICK).statusCode()).isEqualTo(201);
        assertThat(service.query("SELECT tableoid::regclass FROM shop.interaction"))
                .isEqualTo("shop.interaction_other");
        assertThat(keep(30)).isEqualTo("t");

        assertThat(partitions()).contains(day(1)).doesNotContain(day(0));
        assertThat(shopper.post("/interactions", CLICK).statusCode()).isEqualTo(201);
        assertThat(service.query("SELECT count(*) FROM shop.interaction")).isEqualTo("2");
        service.execute("DELETE FROM shop.interaction");
        assertThat(keep(30)).isEqualTo("t");
        assertThat(partitions()).contains(day(0));
    }

    /** A backup, for example, reads the tables for hours. */
    @Test
    void partitionsWaitForReadersOnlyShortly() throws Exception {
        createPartition(-50);
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT FROM shop.interaction");
            assertThat(keep(30)).isEqualTo("f");
            assertThat(shopper.post("/interactions", CLICK).statusCode()).isEqualTo(201);
            reader.rollback();
        }
        assertThat(keep(30)).isEqualTo("t");
        assertThat(partitions()).doesNotContain(day(-50));
    }

    @Test
    void oneNodeAtATimeKeepsThePartitions() throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT shop.keep_interactions(30)");
            assertThat(keep(30)).isEqualTo("f");
            other.rollback();
        }
        assertThat(keep(30)).isEqualTo("t");
    }

    @Test
    void nodeKeepsThePartitionsInTheBackgroundAndWithoutDaysNothingElse() {
        createPartition(-1);
        service.execute("DROP TABLE shop.interaction_" + day(7));

        try (Service node = new Service(
                service.configuration().getDatabase(),
                String.valueOf(service.configuration().getDatabase().user()),
                String.valueOf(service.configuration().getDatabase().password()),
                ConfigOverride.config("interactions.days", "0"))) {
            Program.await(
                    "the partitions",
                    () -> List.of(partitions().split(" ")).contains("interaction_" + day(7))
                            && !partitions().contains(day(-1)));

            Shopper visitor = new Shopper(node.port());
            assertThat(visitor.post("/interactions", CLICK).statusCode()).isEqualTo(201);
            assertThat(visitor.post("/interactions", "{}").statusCode()).isEqualTo(422);
        }
        assertThat(service.query("SELECT count(*) FROM shop.interaction")).isEqualTo("0");
    }

    /** The right to call the function includes no other right. */
    @Test
    void functionThatRunsAsItsOwnerIsClosedToOthersAndFindsNoForeignObjects() {
        assertThat(service.query(
                        "SELECT prosecdef AND proconfig @> ARRAY['search_path=pg_catalog, pg_temp'] FROM pg_proc"
                                + " WHERE proname = 'keep_interactions'"))
                .isEqualTo("t");
        assertThat(service.query(
                        "SELECT has_function_privilege('public', 'shop.keep_interactions(integer)', 'EXECUTE')"))
                .isEqualTo("f");
    }
}
