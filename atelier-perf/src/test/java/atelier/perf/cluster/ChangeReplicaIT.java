package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.Alone;
import atelier.perf.service.EmbeddedService;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products that are changed on the primary, as two nodes see them that read from a standby. */
@Alone
class ChangeReplicaIT {
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    private static Path folder;

    private static PostgresServer primary;
    private static PostgresServer standby;
    private static Node first;
    private static Node second;

    @BeforeAll
    static void start() throws Exception {
        primary = new PostgresServer(folder.resolve("primary"));
        primary.start();
        primary.close();
        standby = primary.standby(folder.resolve("standby"));
        primary.start();
        standby.start();
        Map<String, String> settings = Map.of(
                "DATABASE_URL",
                "jdbc:postgresql://%s,%s/postgres?targetServerType=preferSecondary&loadBalanceHosts=true"
                        .formatted(standby.address(), primary.address()),
                "DATABASE_USER",
                "postgres",
                "WRITE_TOKENS",
                "alice:" + Changes.TOKEN);
        Commands commands = new Commands(folder, settings);
        commands.run("db", "migrate", "config.yml");
        commands.importCatalogue(50);
        Waiting.until(
                "the standby has what the primary has",
                () -> standby.query("SELECT to_regclass('catalogue.document') IS NOT NULL")
                                .equals("t")
                        && standby.query("SELECT count(*) FROM catalogue.document")
                                .equals("50"));
        first = new Node("first", folder, EmbeddedService.variables(Commands.PROJECT), settings);
        second = new Node("second", folder, EmbeddedService.variables(Commands.PROJECT), settings);
        first.begin();
        second.begin();
        first.awaitReady();
        second.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        for (Node node : new Node[] {first, second}) {
            if (node != null) {
                node.close();
            }
        }
        standby.close();
        primary.close();
    }

    @Test
    void aChangeIsVisibleOnBothNodesWithinASecond() throws Exception {
        Changes here = new Changes("http://" + first.address(), Changes.TOKEN);
        Changes there = new Changes("http://" + second.address(), Changes.TOKEN);
        Duration longest = Duration.ZERO;
        for (int round = 0; round < 20; round++) {
            String name = "Changed " + round;
            there.get("/products/3");
            there.get("/products?count=5");

            HttpResponse<String> answer = here.patch("/products/3", "*", "{\"name\":\"" + name + "\"}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            long changed = System.nanoTime();
            for (Changes reader : List.of(here, there)) {
                for (String path : List.of("/products/3", "/products?count=5")) {
                    Waiting.until(
                            path + " to say it", () -> text(reader.get(path)).contains(name));
                }
            }
            Duration passed = Duration.ofNanos(System.nanoTime() - changed);
            longest = passed.compareTo(longest) > 0 ? passed : longest;
        }
        System.out.printf(
                Locale.ROOT, "changes, read from a standby: 20, seen after %d ms at most%n", longest.toMillis());
        assertThat(longest).isLessThan(SOON);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
