package atelier.sample;

import atelier.load.CsvTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the generator writes one file: its columns, its size, and its dirt in a dirty sample. In each plan the harmless
 * kinds come first, and those that cause other rows to be rejected come last. So even a small sample stays far below
 * one rejected row in a thousand; from about 20,000 products on every kind occurs.
 */
record FileFormat(CsvTable csv, double rowsPerProduct, Set<Dirt> dirtOfFile, DirtPlan plan) {
    private static final Pattern WORD_BREAK = Pattern.compile("_([a-z])|(?<=[a-z])([A-Z])");

    String name() {
        return csv.fileName();
    }

    /** Returns the header line; empty if the file has none. */
    String header(boolean dirty) {
        List<String> names = new ArrayList<>(csv.header());
        if (!dirty) {
            return String.join(",", names);
        }
        if (dirtOfFile.contains(Dirt.NO_HEADER)) {
            return "";
        }
        if (dirtOfFile.contains(Dirt.OTHER_HEADER_NAMES)) {
            names.replaceAll(FileFormat::otherCase);
        }
        if (dirtOfFile.contains(Dirt.OTHER_COLUMN_ORDER)) {
            Collections.rotate(names, names.size() / 2);
        }
        return String.join(dirtOfFile.contains(Dirt.BLANKS_IN_HEADER) ? ", " : ",", names);
    }

    /** Returns {@code product_id} for {@code productId}, and the reverse. */
    private static String otherCase(String name) {
        return WORD_BREAK
                .matcher(name)
                .replaceAll(word -> word.group(1) == null
                        ? "_" + word.group(2).toLowerCase(Locale.ROOT)
                        : word.group(1).toUpperCase(Locale.ROOT));
    }
}
