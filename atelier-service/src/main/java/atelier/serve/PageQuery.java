package atelier.serve;

import atelier.database.ArrayQuery;
import atelier.database.ReadPool;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A query for pages of shoppers' texts, whose size shoppers decide. The bytes are limited nevertheless, for one page and for the pages that
 * are read together.
 *
 * <p>{@link #from} begins the query, whose first column is {@code page}. Rows of a page follow each other in their order. After the parameters
 * of a page there are the most rows, and the length in bytes from which on a text is too long, so that the query gives null instead.
 *
 * @param <P> which rows a page has
 */
public final class PageQuery<P> implements BatchedReads.Source<P, Optional<byte[]>> {
    /**
     * Pages that are read together have at most this many rows, and a page with more than its share is read alone. {@link #rows} limits the
     * number of pages in a query, so that each page has three and a half rows for each row that it requests, up to a hundred.
     */
    private static final int ROWS_OF_A_BATCH = 4_000;

    private static final int BYTES_OF_A_BATCH = 1 << 23;

    /** A thousand characters in any language. A page with a longer text is read alone. */
    private static final int LONGEST_TEXT = 4_000;

    /** The largest page. It is far larger than a thousand usual reviews, or a question with five thousand usual answers. */
    static final int LARGEST_PAGE = 1 << 21;

    /** A shopper's request body is at most 64 KiB, so most rows of a page that is read alone are smaller. */
    private static final int ROWS_AT_ONCE = 100;

    /**
     * The rows that a page counts in addition to those that it requests. With it, 32 small pages fill a query, and a question may have many
     * answers.
     */
    private static final int LEAST_WEIGHT = 20;

    /** Frontends ask for a hundred rows, or a thousand, of products that have a few. */
    private static final int MOST_ASKED = 100;

    /** Rows that are skipped cost a tenth of others. */
    private static final int ASKED_PER_ROW = 10;

    private final List<ArrayQuery<Integer>> first;
    private final ToIntFunction<P> choice;
    private final ArrayQuery<Integer> query;
    private final List<ToIntFunction<P>> parameters;
    private final ToIntFunction<P> asked;
    private final IntFunction<PageJson> newPage;

    /**
     * Creates a query.
     *
     * @param dao with {@code method}, the name of its metrics and in its log lines
     * @param parameters the parameters of a page, in the order of the SQL
     * @param asked how many rows a page requests, with those that it skips
     * @param newPage creates an empty page that is full after so many bytes
     */
    public PageQuery(
            ReadPool pool,
            Class<?> dao,
            String method,
            String sql,
            List<ToIntFunction<P>> parameters,
            ToIntFunction<P> asked,
            IntFunction<PageJson> newPage) {
        this(
                List.of(),
                page -> 0,
                new ArrayQuery<>(pool, dao, method, sql, PageQuery::position),
                parameters,
                asked,
                newPage);
    }

    private PageQuery(
            List<ArrayQuery<Integer>> first,
            ToIntFunction<P> choice,
            ArrayQuery<Integer> query,
            List<ToIntFunction<P>> parameters,
            ToIntFunction<P> asked,
            IntFunction<PageJson> newPage) {
        this.first = first;
        this.choice = choice;
        this.query = query;
        this.parameters = parameters;
        this.asked = asked;
        this.newPage = newPage;
    }

    /**
     * Returns the same query, which runs only for the pages that a shorter statement does not have.
     *
     * @param methods names the metrics and log lines of each statement
     * @param statements have the same parameters and columns, and give null for a text that they do not have
     * @param choice the position of the statement for a page
     */
    public PageQuery<P> after(
            ReadPool pool, Class<?> dao, List<String> methods, List<String> statements, ToIntFunction<P> choice) {
        return new PageQuery<>(
                IntStream.range(0, statements.size())
                        .mapToObj(i ->
                                new ArrayQuery<>(pool, dao, methods.get(i), statements.get(i), PageQuery::position))
                        .toList(),
                choice,
                query,
                parameters,
                asked,
                newPage);
    }

    /**
     * Returns the FROM clause of a query: a row for each page, with its parameters, and with their position {@code page}. The parameters of all
     * pages are in one array, page after page, because each array would cost as much as some rows do.
     */
    public static String from(String... parameters) {
        List<String> names = new ArrayList<>(List.of(parameters));
        names.addAll(List.of("most", "longest"));
        return """
            FROM (VALUES (?::integer[])) AS batch (pages)
            CROSS JOIN generate_series(1, cardinality(pages), %s) AS page
            CROSS JOIN LATERAL (SELECT %s) AS parameter
            """.formatted(
                        Integer.toString(names.size()),
                        IntStream.range(0, names.size())
                                .mapToObj(i -> "pages[page + " + i + "] AS " + names.get(i))
                                .collect(Collectors.joining(", ")));
    }

    private static int position(ResultSet row) throws SQLException {
        return row.getInt(1);
    }

    private int number(ResultSet row) throws SQLException {
        return (position(row) - 1) / (parameters.size() + 2);
    }

    /** Returns the items of each page; nothing for a page that is too large to be read together with others. */
    @Override
    public List<Optional<byte[]>> read(List<P> pages) {
        List<Optional<byte[]>> found = new ArrayList<>(Collections.nCopies(pages.size(), Optional.empty()));
        for (int i = 0; i < first.size(); i++) {
            int chosen = i;
            complete(found, pages, first.get(i), page -> choice.applyAsInt(page) == chosen);
        }
        complete(found, pages, query, page -> true);
        return found;
    }

    /** Reads those pages that have not been found. */
    private void complete(
            List<Optional<byte[]>> found, List<P> pages, ArrayQuery<Integer> statement, Predicate<P> condition) {
        int[] numbers = IntStream.range(0, pages.size())
                .filter(number -> found.get(number).isEmpty() && condition.test(pages.get(number)))
                .toArray();
        if (numbers.length > 0) {
            List<Optional<byte[]>> read =
                    read(statement, IntStream.of(numbers).mapToObj(pages::get).toList());
            for (int i = 0; i < numbers.length; i++) {
                found.set(numbers[i], read.get(i));
            }
        }
    }

    private List<Optional<byte[]>> read(ArrayQuery<Integer> statement, List<P> pages) {
        int weights = pages.stream().mapToInt(this::weight).sum();
        List<PageJson> found = new ArrayList<>();
        pages.forEach(page -> found.add(newPage.apply(BYTES_OF_A_BATCH / weights * weight(page))));
        ToIntFunction<P> rows = page -> ROWS_OF_A_BATCH * weight(page) / weights;
        statement.each(
                row -> {
                    found.get(number(row)).take(row);
                    return true;
                },
                pages.size(),
                array(pages, rows, LONGEST_TEXT));
        return IntStream.range(0, pages.size())
                .mapToObj(number -> found.get(number).isWhole(rows.applyAsInt(pages.get(number)))
                        ? Optional.of(found.get(number).toArray())
                        : Optional.<byte[]>empty())
                .toList();
    }

    /** Returns the share of a page among those that are read together. A requested question brings its answers. */
    private int weight(P page) {
        return LEAST_WEIGHT + Math.min(asked.applyAsInt(page), MOST_ASKED);
    }

    /** Returns as many items of a page as fit, at least one. */
    byte[] readAlone(P page) {
        PageJson found = newPage.apply(LARGEST_PAGE);
        query.stream(ROWS_AT_ONCE, found::take, array(List.of(page), one -> Integer.MAX_VALUE, Integer.MAX_VALUE));
        return found.toArray();
    }

    private Integer[] array(List<P> pages, ToIntFunction<P> rows, int longest) {
        List<Integer> values = new ArrayList<>();
        for (P page : pages) {
            for (ToIntFunction<P> parameter : parameters) {
                values.add(parameter.applyAsInt(page));
            }
            values.add(rows.applyAsInt(page));
            values.add(longest);
        }
        return values.toArray(Integer[]::new);
    }

    @Override
    public int rows(P page) {
        return Math.max(weight(page), asked.applyAsInt(page) / ASKED_PER_ROW);
    }
}
