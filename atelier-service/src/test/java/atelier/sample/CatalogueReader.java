package atelier.sample;

import atelier.sample.GeneratedCatalogue.Expected;
import atelier.sample.GeneratedCatalogue.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts rows, dirt, rejects and repairs from the files alone, to compare them with {@code generated.json}. */
final class CatalogueReader {
    private static final long UNHEARD_OF = 2_000_000_000;

    private static final Pattern FEWER_QUOTES = Pattern.compile(",[a-z]+,[a-z]+@");
    private static final Pattern BLANK_BEFORE_NUMBER = Pattern.compile(", \\d+(,|$)");
    private static final Pattern DAY = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d");

    private final Path directory;
    private final Map<String, Set<Long>> loaded = new LinkedHashMap<>();
    private final Map<String, Map<Long, Long>> products = new LinkedHashMap<>();
    private final Map<String, GeneratedFile> accounts = new LinkedHashMap<>();

    private CatalogueReader(Path directory) {
        this.directory = directory;
    }

    static Map<String, GeneratedFile> read(Path directory) throws IOException {
        CatalogueReader reader = new CatalogueReader(directory);
        reader.file("product.csv", "id,name,slogan,description,category,default_price", Map.of());
        reader.file("features.csv", "id,product_id,feature,value", Map.of("productid", "product.csv"));
        reader.file(
                "styles.csv",
                "id,productId,name,sale_price,original_price,default_style",
                Map.of("productid", "product.csv"));
        reader.file("photos.csv", "id,styleId,url,thumbnail_url", Map.of("styleid", "styles.csv"));
        reader.file("skus.csv", "id,styleId,size,quantity", Map.of("styleid", "styles.csv"));
        reader.file(
                "related.csv",
                "id,current_product_id,related_product_id",
                Map.of("currentproductid", "product.csv", "relatedproductid", "product.csv"));
        reader.file(
                "reviews.csv",
                "id,product_id,rating,date,summary,body,recommend,reported,reviewer_name,reviewer_email,response,"
                        + "helpfulness",
                Map.of("productid", "product.csv"));
        reader.file("reviews_photos.csv", "id,review_id,url", Map.of("reviewid", "reviews.csv"));
        reader.file("characteristics.csv", "id,product_id,name", Map.of("productid", "product.csv"));
        reader.file(
                "characteristic_reviews.csv",
                "id,characteristic_id,review_id,value",
                Map.of("characteristicid", "characteristics.csv", "reviewid", "reviews.csv"));
        reader.file(
                "questions.csv",
                "id,product_id,body,date_written,asker_name,asker_email,reported,helpful",
                Map.of("productid", "product.csv"));
        reader.file(
                "answers.csv",
                "id,question_id,body,date_written,answerer_name,answerer_email,reported,helpful",
                Map.of("questionid", "questions.csv"));
        reader.file("answers_photos.csv", "id,answer_id,url", Map.of("answerid", "answers.csv"));
        return reader.accounts;
    }

    private void file(String name, String published, Map<String, String> parents) throws IOException {
        Map<String, Long> dirt = new TreeMap<>();
        String content = Files.readString(directory.resolve(name));
        if (content.startsWith("\uFEFF")) {
            count(dirt, "byte_order_mark");
            content = content.substring(1);
        }
        if (content.contains("\r\n")) {
            count(dirt, "windows_line_ends");
        }
        if (FEWER_QUOTES.matcher(content).find()) {
            count(dirt, "fewer_quotes");
        }
        List<String> lines = content.lines().toList();
        List<String> columns = columns(lines.get(0), published, dirt);
        boolean header = !dirt.containsKey("no_header");
        Set<Long> ids = new HashSet<>();
        long rejected = 0;
        long consequences = 0;
        long last = 0;
        String lastFeature = "";
        for (String line : lines.subList(header ? 1 : 0, lines.size())) {
            CsvLine row = CsvLine.parse(line);
            if (!row.closed()) {
                count(dirt, "missing_closing_quote");
            }
            if (row.width() != columns.size()) {
                rejected++;
                if (orphan(row, columns, parents)) {
                    throw new AssertionError("An orphan has the wrong width too: " + line);
                }
                count(dirt, row.width() < columns.size() ? "short_row" : "long_row");
                continue;
            }
            long id = row.number(columns.indexOf("id"));
            String feature = String.join(",", row.fields().subList(1, row.width()));
            if (orphan(row, columns, parents)) {
                rejected++;
                consequences++;
            } else if (lost(row, columns, parents, dirt) || ids.contains(id)) {
                rejected++;
                if (ids.contains(id)) {
                    count(dirt, "repeated_key");
                }
            } else {
                ids.add(id);
                if (columns.contains("productid")) {
                    products.computeIfAbsent(name, key -> new HashMap<>())
                            .put(id, row.number(columns.indexOf("productid")));
                }
                oddities(line, row, columns, dirt);
                if (name.equals("features.csv") && feature.equals(lastFeature)) {
                    count(dirt, "repeated_feature");
                }
                if (id < last) {
                    count(dirt, "out_of_order");
                }
            }
            lastFeature = feature;
            last = id;
        }
        loaded.put(name, ids);
        long rows = lines.size() - (header ? 1L : 0L);
        long repaired = dirt.getOrDefault("missing_closing_quote", 0L);
        accounts.put(name, new GeneratedFile(rows, dirt, consequences, new Expected(rejected, repaired)));
    }

    private static List<String> columns(String header, String published, Map<String, Long> dirt) {
        List<String> publishedNames = Arrays.asList(published.split(",", -1));
        List<String> expected =
                publishedNames.stream().map(CatalogueReader::plain).toList();
        if (Character.isDigit(header.charAt(0))) {
            count(dirt, "no_header");
            return expected;
        }
        List<String> names =
                Arrays.stream(header.split(",", -1)).map(String::strip).toList();
        if (header.contains(" ")) {
            count(dirt, "blanks_in_header");
        }
        if (!publishedNames.containsAll(names)) {
            count(dirt, "other_header_names");
        }
        List<String> columns = names.stream().map(CatalogueReader::plain).toList();
        if (!columns.equals(expected)) {
            count(dirt, "other_column_order");
        }
        return columns;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Whether the row is rejected only because its parent was rejected. */
    private boolean orphan(CsvLine row, List<String> columns, Map<String, String> parents) {
        return parents.entrySet().stream().anyMatch(parent -> {
            int column = columns.indexOf(parent.getKey());
            if (column >= row.width()) {
                return false;
            }
            long id = row.number(column);
            return id > 0 && id < UNHEARD_OF && !loaded(parent).contains(id);
        });
    }

    private boolean lost(CsvLine row, List<String> columns, Map<String, String> parents, Map<String, Long> dirt) {
        int name = columns.indexOf("name");
        if (name >= 0 && row.text(name).isEmpty()) {
            count(dirt, "empty_name");
            return true;
        }
        for (Map.Entry<String, String> parent : parents.entrySet()) {
            long id = row.number(columns.indexOf(parent.getKey()));
            if (!loaded(parent).contains(id)) {
                count(dirt, id == 0 ? "related_zero" : "unknown_parent");
                return true;
            }
        }
        if (columns.contains("characteristicid") && ofOtherProduct(row, columns)) {
            count(dirt, "foreign_characteristic");
            return true;
        }
        return false;
    }

    private boolean ofOtherProduct(CsvLine row, List<String> columns) {
        return product("characteristics.csv", row, columns.indexOf("characteristicid"))
                != product("reviews.csv", row, columns.indexOf("reviewid"));
    }

    private long product(String file, CsvLine row, int column) {
        return Objects.requireNonNull(products.getOrDefault(file, Map.of()).get(row.number(column)));
    }

    private Set<Long> loaded(Map.Entry<String, String> parent) {
        return loaded.getOrDefault(parent.getValue(), Set.of());
    }

    private static void oddities(String line, CsvLine row, List<String> columns, Map<String, Long> dirt) {
        if (BLANK_BEFORE_NUMBER.matcher(line).find()
                && row.fields().stream().anyMatch(field -> field.matches(" \\d+"))) {
            count(dirt, "blank_before_number");
        }
        if (row.fields().stream().anyMatch(field -> field.startsWith("$"))) {
            count(dirt, "currency_sign");
        }
        if (columns.contains("url") && row.text(columns.indexOf("url")).equals(CsvLine.NULL)) {
            count(dirt, "null_url");
        }
        if (columns.contains("saleprice")
                && row.text(columns.indexOf("saleprice")).equals("0")) {
            count(dirt, "sale_price_zero");
        }
        if (columns.contains("defaultstyle") && isWord(row.text(columns.indexOf("defaultstyle")))) {
            count(dirt, "boolean_as_word");
        }
        if (columns.contains("recommend")
                && row.text(columns.indexOf("recommend")).matches("[01]")) {
            count(dirt, "boolean_as_digit");
        }
        if (columns.contains("helpful") && isWord(row.text(columns.indexOf("reported")))) {
            count(dirt, "boolean_as_word");
        }
        if (columns.contains("answereremail")
                && row.text(columns.indexOf("answereremail")).equals(CsvLine.NULL)) {
            count(dirt, "null_email");
        }
        if (row.fields().stream().anyMatch(field -> DAY.matcher(field).matches())) {
            count(dirt, "date_as_day");
        }
    }

    private static boolean isWord(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static void count(Map<String, Long> dirt, String kind) {
        dirt.merge(kind, 1L, Long::sum);
    }
}
