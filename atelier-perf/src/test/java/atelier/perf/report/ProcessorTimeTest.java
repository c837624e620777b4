package atelier.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atelier.perf.result.HistoryEntry;
import atelier.perf.result.ServerFigures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void nodesCountByTheirRequests() {
        List<ServerFigures> nodes = List.of(node(1000, 100), node(3000, 500));

        assertThat(ServerFigures.microsPerRequest(nodes)).isCloseTo(150, within(1e-9));
    }

    @Test
    void processorTimeIsUnknownWithoutTheMetricsOfEachNode() {
        ServerFigures silent = new ServerFigures("127.0.0.1:2", new TreeMap<>(), "it did not respond");

        assertThat(ServerFigures.microsPerRequest(List.of())).isZero();
        assertThat(ServerFigures.microsPerRequest(List.of(silent))).isZero();
        assertThat(ServerFigures.microsPerRequest(List.of(node(1000, 100), silent)))
                .isZero();
        assertThat(ServerFigures.microsPerRequest(List.of(node(0, 100)))).isZero();
    }

    @Test
    void compilersAreNotPartOfARequestAndTheDatabaseHasItsOwnFigure() {
        ServerFigures node = ServerFigures.of(
                "127.0.0.1:1",
                new TreeMap<>(Map.of(
                        "requests", 1000.0, "CPU ms", 200.0, "CPU ms of compilers", 50.0, "PostgreSQL CPU ms", 30.0)),
                "");

        assertThat(node.figures())
                .containsEntry("CPU µs per request", 150.0)
                .containsEntry("PostgreSQL CPU µs per request", 30.0);
        assertThat(ServerFigures.databaseMicrosPerRequest(List.of(node, node(1000, 100))))
                .as("a node that does not tell")
                .isZero();
    }

    @Test
    void figureThatContainsTheCompilersHasAnotherName() {
        ServerFigures unknown = ServerFigures.of(
                "127.0.0.1:1", new TreeMap<>(Map.of("requests", 1000.0, "CPU ms", 200.0)), "it does not tell");
        ServerFigures known = ServerFigures.of(
                "127.0.0.1:2",
                new TreeMap<>(Map.of("requests", 1000.0, "CPU ms", 200.0, "CPU ms of compilers", 50.0)),
                "");

        assertThat(unknown.figures())
                .containsEntry("CPU µs per request with the JVM's compilers", 200.0)
                .doesNotContainKey("CPU µs per request");
        assertThat(ServerFigures.microsPerRequest(List.of(known, unknown)))
                .as("known of one node only")
                .isCloseTo(200, within(1e-9));
        assertThat(ServerFigures.processorSeries(List.of(known, unknown)))
                .isEqualTo("CPU µs per request with the JVM's compilers");
    }

    @Test
    void trendHasAFigureWithTheCompilersInAnotherPlace() {
        Map<String, Double> known = Map.of("requests", 1000.0, "CPU ms", 200.0, "CPU ms of compilers", 50.0);

        HistoryEntry without = entry(new ServerFigures("127.0.0.1:1", new TreeMap<>(known), ""));
        HistoryEntry with = entry(node(1000, 200));
        HistoryEntry unknown = entry(new ServerFigures("127.0.0.1:1", new TreeMap<>(), "it did not respond"));

        assertThat(without.requestMicros()).isCloseTo(150, within(1e-9));
        assertThat(without.requestMicrosWithCompilers()).isZero();
        assertThat(with.requestMicros()).isZero();
        assertThat(with.requestMicrosWithCompilers()).isCloseTo(200, within(1e-9));
        assertThat(unknown.requestMicros() + unknown.requestMicrosWithCompilers())
                .isZero();
    }

    private static HistoryEntry entry(ServerFigures node) {
        return HistoryEntry.of(SyntheticRuns.run(node));
    }

    private static ServerFigures node(double requests, double milliseconds) {
        return new ServerFigures(
                "127.0.0.1:1", new TreeMap<>(Map.of("requests", requests, "CPU ms", milliseconds)), "");
    }
}
