package atelier.load;

import atelier.bytes.GrowingBytes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON of a table's rows: text in which {@code $column} stands for the value of a column. */
public final class JsonTemplate {
    private static final Pattern COLUMN = Pattern.compile("\\$(\\w+)");

    private final Column[] columns;
    /** The text before each column, and the text behind the last. */
    private final byte[][] texts;

    public JsonTemplate(CsvTable table, String template) {
        List<Column> found = new ArrayList<>();
        List<byte[]> between = new ArrayList<>();
        Matcher matcher = COLUMN.matcher(template);
        int from = 0;
        while (matcher.find()) {
            between.add(ascii(template.substring(from, matcher.start())));
            found.add(table.column(matcher.group(1)));
            from = matcher.end();
        }
        between.add(ascii(template.substring(from)));
        columns = found.toArray(Column[]::new);
        texts = between.toArray(byte[][]::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public void write(RowValues row, GrowingBytes json) {
        for (int i = 0; i < columns.length; i++) {
            json.add(texts[i]);
            columns[i].json(row, json);
        }
        json.add(texts[columns.length]);
    }

    /** Returns the expressions that {@link #read} expects. */
    public List<String> select() {
        List<String> expressions = new ArrayList<>();
        for (Column column : columns) {
            expressions.add(column.select());
        }
        return expressions;
    }

    /** Reads the columns from a query's row, from a position on. */
    public void read(ResultSet row, int position, RowValues values) throws SQLException {
        for (int i = 0; i < columns.length; i++) {
            columns[i].read(row, position + i, values);
        }
    }
}
