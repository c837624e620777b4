package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.product.prepare.CatalogueTable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line of photos.csv and product.csv is loaded, repaired, or rejected for a reason. */
class OpenQuoteTest {
    private static final String LINE_BREAK = "line break in a quoted text";
    private static final String BROKEN_QUOTES = "broken quotes";
    private static final CsvTable PHOTO = CatalogueTable.PHOTO.csv();
    private static final CsvTable PRODUCT = CatalogueTable.PRODUCT.csv();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1_000})
    void missingClosingQuoteIsRepairedHoweverTheFileIsRead(int bytesAtOnce) throws Exception {
        String photos = """
                1,1,"a","b
                2,1,"a","b"
                3,1,"a","b
                4,1,null,null
                5,1,"a","b

                6,1,"a",""
                7,1,"a","b
                ,,,
                8,1,"a","b""";

        assertThat(outcomes(PHOTO, 4, photos, bytesAtOnce))
                .containsExactly(
                        "repaired", "loaded", "repaired", "loaded", "repaired", "loaded", "repaired", "repaired");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            two lines                        | 1,1,"a","b~c"
            the quote alone                  | 1,1,"a","b~"
            a line without quotes between    | 1,1,"a","b~c~d"
            a doubled quote                  | 1,1,"a","b~c ""d"" e~f"
            a number and commas              | 1,1,"a","b~12, 13~c"
            the first character of the text | 1,1,"a","~b"
            a comma after a number           | 1,1,"a","b~2, c"
            """)
    void textWithLineBreaksInTheLastColumnIsRejectedWithAllItsLines(String what, String rows) throws Exception {
        List<String> outcomes = outcomes(PHOTO, 4, rows.replace('~', '\n') + "\n9,1,\"a\",\"b\"\n", 5);

        assertThat(outcomes.subList(0, outcomes.size() - 1))
                .as(what)
                .hasSizeGreaterThan(1)
                .containsOnly(LINE_BREAK);
        assertThat(outcomes).last().isEqualTo("loaded");
    }

    @Test
    void textWithLineBreaksInAnotherColumnIsRejectedWithAllItsLines() throws Exception {
        String products = """
                1,"N","S","one
                two","C",1
                2,"N
                o","S","D","C",1
                3,"N","S","one

                two
                three","C",1
                4,"N","S","D","C",1
                """;

        assertThat(outcomes(PRODUCT, 6, products, 1_000))
                .containsExactly(
                        LINE_BREAK, LINE_BREAK, LINE_BREAK, LINE_BREAK, LINE_BREAK, LINE_BREAK, LINE_BREAK, "loaded");
    }

    @Test
    void missingQuoteInAnotherColumnRejectsOneRow() throws Exception {
        String products = """
                1,"N","S","D,C,1
                2,"N","S","D","C",1
                3,"N","S,"D","C",1
                4,"N","S","D","C",1
                """;

        assertThat(outcomes(PRODUCT, 6, products, 1_000))
                .containsExactly(BROKEN_QUOTES, "loaded", BROKEN_QUOTES, "loaded");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 11, 12, 13, 24, 25})
    void nextLineIsSeenBeyondTheBuffer(int bytesBehind) throws Exception {
        String row = "1,1,\"a\",\"b\"\n";
        String open = "1,1,\"a\",\"b\n";
        // The buffer ends so many bytes behind the row without its quote.
        int rest = 2 * CsvLines.LONGEST_LINE - bytesBehind - row.length() - open.length();
        String photos = row + longRow(rest / 2) + longRow(rest - rest / 2) + open + row + row;

        assertThat(outcomes(PHOTO, 4, photos, Integer.MAX_VALUE))
                .containsExactly("loaded", "loaded", "loaded", "repaired", "loaded", "loaded");
    }

    private static String longRow(int length) {
        String start = "1,1,\"";
        String end = "\",\"b\"\n";
        return start + "x".repeat(length - start.length() - end.length()) + end;
    }

    private static List<String> outcomes(CsvTable table, int width, String rows, int bytesAtOnce) throws Exception {
        int[] places = new int[table.columns().size()];
        for (int column = 0; column < places.length; column++) {
            places[column] = Math.min(column, width);
        }
        List<String> outcomes = new ArrayList<>();
        try (CsvLines lines = new CsvLines(slow(rows.getBytes(StandardCharsets.UTF_8), bytesAtOnce))) {
            CsvRow row = new CsvRow(lines, table, places, width);
            while (lines.readLine()) {
                if (lines.hasNoValue()) {
                    continue;
                }
                try {
                    row.parse();
                    outcomes.add(row.isRepaired() ? "repaired" : "loaded");
                    assertThat(text(row, 2)).matches("a|S|null|x+");
                } catch (RowRejectedException e) {
                    outcomes.add(e.reason().words());
                }
            }
        }
        return outcomes;
    }

    private static String text(CsvRow row, int column) {
        return new String(row.buffer(), row.start(column), row.end(column) - row.start(column), StandardCharsets.UTF_8);
    }

    private static InputStream slow(byte[] bytes, int bytesAtOnce) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, bytesAtOnce));
            }
        };
    }
}
