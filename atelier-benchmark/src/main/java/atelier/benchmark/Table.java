package atelier.benchmark;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table. The first and the last column are words, the others figures. */
record Table(List<String> header, List<List<String>> rows) {
    Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** Returns the table as plain text. */
    String text() {
        int[] widths = IntStream.range(0, header.size()).map(this::width).toArray();
        return line(header, widths)
                + rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(header.get(column).length(), Math::max);
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                        .mapToObj(column -> padded(row.get(column), widths[column], isWord(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing()
                + "\n";
    }

    private static String padded(String cell, int width, boolean left) {
        String blanks = " ".repeat(width - cell.length());
        return left ? cell + blanks : blanks + cell;
    }

    private boolean isWord(int column) {
        return column == 0 || column == header.size() - 1;
    }

    /** Returns the table as Markdown. */
    String markdown() {
        String rule = IntStream.range(0, header.size())
                .mapToObj(column -> isWord(column) ? "---|" : "--:|")
                .collect(Collectors.joining("", "|", "\n"));
        return markdown(header) + rule + rows.stream().map(Table::markdown).collect(Collectors.joining());
    }

    private static String markdown(List<String> row) {
        return row.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
