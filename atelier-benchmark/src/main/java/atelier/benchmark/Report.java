package atelier.benchmark;

import atelier.perf.run.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The results of a benchmark.
 *
 * @param costs the costs of each workload, the bare servlet's first
 * @param series what several settings make of a figure, without goals
 */
record Report(List<Costs> costs, List<Finding> findings, List<Table> series) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    Report {
        costs = List.copyOf(costs);
        findings = List.copyOf(findings);
        series = List.copyOf(series);
    }

    boolean isMissed() {
        return Stream.concat(
                        costs.stream().map(cost -> cost.grade(costs.get(0))),
                        findings.stream().map(Finding::grade))
                .anyMatch(Grade.MISSED::equals);
    }

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        // The bare servlet is only the unit of the ratios.
        if (costs.size() > 1) {
            tables.add(new Table(
                    Costs.HEADER,
                    costs.stream().map(cost -> cost.cells(costs.get(0))).toList()));
        }
        if (!findings.isEmpty()) {
            tables.add(new Table(
                    Finding.HEADER, findings.stream().map(Finding::cells).toList()));
        }
        tables.addAll(series);
        return tables;
    }

    /** Returns the tables as plain text. */
    String text(List<String> facts) {
        StringBuilder text = new StringBuilder();
        tables().forEach(table -> text.append('\n').append(table.text()));
        return text + "\n" + String.join("\n", facts) + "\n";
    }

    /** Writes the tables as Markdown. */
    void write(Path file, List<String> facts) throws IOException {
        StringBuilder page = new StringBuilder("# The cost of a response\n");
        tables().forEach(table -> page.append('\n').append(table.markdown()));
        page.append('\n');
        facts.forEach(fact -> page.append("- ").append(fact).append('\n'));
        Files.writeString(file, page);
    }

    /** Returns the machine, the commit and the settings of the measurement. */
    static List<String> facts(Options options, Duration took) throws IOException {
        return List.of(
                Machine.description() + ", Linux " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", the service with "
                        + String.join(" ", Service.options(options.project())),
                "commit " + Machine.commit(options.project()) + ", "
                        + ZonedDateTime.now(ZoneOffset.UTC).format(TIME) + ", in " + took.toSeconds() + " s",
                String.format(
                        Locale.ROOT,
                        "%,d products, %,d of them with reviews; %d rounds of %d s; %d connections",
                        options.products(),
                        Math.min(options.reviewedProducts(), options.products()),
                        options.rounds(),
                        options.seconds().toSeconds(),
                        ClosedLoop.CONNECTIONS));
    }
}
