package atelier.recount;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.product.load.Catalogue;
import atelier.question.load.Questions;
import atelier.recount.Shop.Answer;
import atelier.recount.Shop.Product;
import atelier.recount.Shop.Question;
import atelier.recount.Shop.Review;
import atelier.review.load.Reviews;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.FullTier;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recounts what the service must respond, from the CSV files of a dirty generated set and from the writes that follow, without the
 * service's code, and compares it with what two nodes respond. For more products than by default:
 *
 * <pre>mvn -pl atelier-service test -Pfull -Dtest=RecountTest -Drecount.products=20100 -Drecount.compared=2000 -Drecount.writes=10000</pre>
 */
@FullTier("generates and imports a hundred thousand rows")
class RecountTest {
    private static final int PRODUCTS = Integer.getInteger("recount.products", 400);
    private static final int COMPARED = Integer.getInteger("recount.compared", 150);
    private static final int WRITES = Integer.getInteger("recount.writes", 1_000);
    private static final long SEED = Long.getLong("recount.seed", 2_026);

    /** The product before the last but 200 has 20,000 reviews. */
    private static final int VERY_POPULAR = 100_000;

    private static final int FIRST_ID = VERY_POPULAR + 200 - PRODUCTS;
    private static final int THREADS = 8;
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final int[] COUNTS = {1, 2, 5, 20, 1_000};

    /** A write that fails on a busy machine may have been made nevertheless, which no recount can know. */
    private static final ConfigOverride[] SETTINGS = {
        ConfigOverride.config("changes.tokens", "alice:" + TOKEN),
        ConfigOverride.config("database.poolWait", "9s"),
        ConfigOverride.config("database.readLimit", "9s"),
        ConfigOverride.config("database.statementTimeout", "9s")
    };

    @TempDir
    Path directory;

    @Test
    void nodesRespondWhatTheFilesAndTheWritesSay() throws Exception {
        CatalogueGenerator.generate(
                directory, new Sample(FIRST_ID, PRODUCTS, SEED, true, true, "http://localhost"), false, rows -> {});
        try (Service node = new Service(SETTINGS)) {
            importFiles(node);
            Shop shop = Shop.read(directory);
            assertTotals(node, shop);
            SplittableRandom random = new SplittableRandom(SEED);
            List<Product> all = new ArrayList<>(shop.products.values());
            List<Product> some = new ArrayList<>();
            some.add(shop.products.get(VERY_POPULAR));
            while (some.size() < COMPARED) {
                some.add(all.get(random.nextInt(all.size())));
            }
            some = new ArrayList<>(some.stream().distinct().toList());
            compare(List.of(node), some, random);

            try (Service other = new Service(
                    node.configuration().getDatabase(),
                    String.valueOf(node.configuration().getDatabase().user()),
                    String.valueOf(node.configuration().getDatabase().password()),
                    SETTINGS)) {
                write(List.of(node, other), some, random);
                compare(List.of(node, other), some, random);
                compare(List.of(node, other), all.subList(0, Math.min(all.size(), COMPARED)), random);
            }
        }
    }

    /** The files have rejected rows, and the recount has every other row. */
    private static void assertTotals(Service node, Shop shop) {
        List<Review> reviews = shop.products.values().stream()
                .flatMap(product -> product.reviews.stream())
                .toList();
        List<Question> questions = shop.products.values().stream()
                .flatMap(product -> product.questions.stream())
                .toList();
        List<Answer> answers = questions.stream()
                .flatMap(question -> question.answers.stream())
                .toList();
        assertThat(node.query("""
                SELECT concat_ws(' ', (SELECT count(*) FROM reviews.review), (SELECT count(*) FROM reviews.photo),
                    (SELECT count(*) FROM reviews.characteristic), (SELECT count(*) FROM reviews.characteristic_rating),
                    (SELECT count(*) FROM questions.question), (SELECT count(*) FROM questions.answer),
                    (SELECT count(*) FROM questions.photo))
                """))
                .isEqualTo(Stream.of(
                                reviews.size(),
                                reviews.stream()
                                        .mapToInt(review -> review.photos.size())
                                        .sum(),
                                shop.products.values().stream()
                                        .mapToInt(product -> product.characteristics.size())
                                        .sum(),
                                reviews.stream()
                                        .mapToInt(review -> review.ratings.size())
                                        .sum(),
                                questions.size(),
                                answers.size(),
                                answers.stream()
                                        .mapToInt(answer -> answer.photos.size())
                                        .sum())
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
    }

    private void importFiles(Service node) {
        try (Database database = Database.share(node.configuration().getDatabase());
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Path rejects = directory.resolve("rejects");
            DatasetImport.of(
                            List.of(Catalogue.DATASET, Reviews.DATASET, Questions.DATASET),
                            directory,
                            rejects,
                            ImportOptions.maxRejects("1%"))
                    .run(database, nowhere);
            assertThat(rejects).content(StandardCharsets.UTF_8).contains("reviews.csv");
        }
    }

    private static void write(List<Service> nodes, List<Product> products, SplittableRandom random) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> visits = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                List<Product> own = new ArrayList<>();
                for (int number = thread; number < products.size(); number += THREADS) {
                    own.add(products.get(number));
                }
                Visitors visitors = new Visitors(nodes, TOKEN, own, random.split());
                visits.add(threads.submit(() -> visitors.write(WRITES / THREADS)));
            }
            for (Future<?> visit : visits) {
                visit.get(20, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void compare(List<Service> nodes, List<Product> products, SplittableRandom random) {
        for (Product product : products) {
            Service node = nodes.get(random.nextInt(nodes.size()));
            assertEqual(node, "/reviews/meta?product_id=" + product.id, product.metaJson());
            for (String sort : List.of("newest", "helpful", "relevant")) {
                int count = COUNTS[random.nextInt(COUNTS.length)];
                int page = page(product.reviews.size(), count, random);
                assertEqual(
                        node,
                        "/reviews?product_id=" + product.id + "&sort=" + sort + "&page=" + page + "&count=" + count,
                        product.reviewsJson(sort, page, count));
            }
            int count = COUNTS[random.nextInt(COUNTS.length)];
            int page = page(product.questions.size(), count, random);
            assertEqual(
                    node,
                    "/qa/questions?product_id=" + product.id + "&page=" + page + "&count=" + count,
                    product.questionsJson(page, count));
            for (int number = 0; number < Math.min(3, product.questions.size()); number++) {
                Question question = product.questions.get(random.nextInt(product.questions.size()));
                int answerCount = COUNTS[random.nextInt(COUNTS.length)];
                int answerPage = page(question.answers.size(), answerCount, random);
                assertEqual(
                        node,
                        "/qa/questions/" + question.id + "/answers?page=" + answerPage + "&count=" + answerCount,
                        question.answersJson(answerPage, answerCount));
            }
        }
    }

    /** Returns a page that may also be the one behind the last. */
    private static int page(int rows, int count, SplittableRandom random) {
        return 1 + random.nextInt(rows / count + 2);
    }

    private static void assertEqual(Service node, String path, JsonNode expected) {
        assertThat(Visitors.get(node, path)).as(path).isEqualTo(expected);
    }
}
