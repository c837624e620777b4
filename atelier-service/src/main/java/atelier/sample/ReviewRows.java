package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.ReviewWords.About;
import atelier.sample.ReviewWords.Tone;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Writes reviews with their photos. */
final class ReviewRows {
    /** Stars of products that most people dislike, of ordinary ones, and of those that most people like. */
    private static final List<Distribution> STARS = List.of(
            new Distribution(0, 2_600, 2_100, 2_000, 1_800, 1_500),
            new Distribution(0, 900, 800, 1_500, 2_800, 4_000),
            new Distribution(0, 300, 350, 850, 2_500, 6_000));

    private static final Distribution KIND = new Distribution(1_200, 4_300, 4_500);
    /** Of a thousand reviewers with 0, 1, 2, … stars, how many recommend the product. */
    private static final int[] RECOMMENDING = {0, 30, 120, 600, 930, 985};

    private static final Distribution PHOTOS = new Distribution(8_052, 650, 450, 400, 240, 208);
    private static final int PERCENT_REPORTED = 5;
    private static final int LONGEST_BODY = 990;

    private final Table reviews;
    private final PhotoRows photos;
    private final CharacteristicRows characteristics;
    private final Map<Category, ReviewWords> words = ReviewWords.all();

    ReviewRows(Table reviews, Table photos, CharacteristicRows characteristics, PictureUrls pictures) {
        this.reviews = reviews;
        this.photos = new PhotoRows(photos, PHOTOS, pictures);
        this.characteristics = characteristics;
    }

    /** Writes all reviews of a product, and its characteristics. */
    void write(SplittableRandom random, Product product) throws IOException {
        characteristics.begin(random, product);
        Distribution stars = STARS.get(KIND.draw(random));
        int count = Popularity.reviews(product, random);
        for (int index = 0; index < count; index++) {
            int given = stars.draw(random);
            Dirt dirt = reviews.next(product.rejected(), false);
            review(random, product, given, dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                reviews.repeatKey();
                review(new SplittableRandom(index), product, given, Dirt.NONE);
            }
            boolean lost = product.rejected() || dirt.rejectsRow();
            photos.write(random, product.category(), reviews.id(), lost);
            characteristics.rate(random, given, reviews.id(), lost);
        }
    }

    private void review(SplittableRandom random, Product product, int stars, Dirt dirt) throws IOException {
        ReviewWords sentences = Objects.requireNonNull(words.get(product.category()));
        CsvFile row = reviews.row().number(reviews.id());
        row.number(dirt, reviews.parent(dirt, product.id())).number(stars);
        Moments.write(row, Moments.draw(random), dirt);
        row.quote().piece(Vocabulary.any(sentences.summaries(stars), random)).unquote();
        body(row.quote(), random, sentences, product, stars);
        row.unquote();
        flag(row, random.nextInt(1_000) < RECOMMENDING[stars], dirt);
        flag(row, random.nextInt(100) < PERCENT_REPORTED, dirt);
        Shoppers.write(row, random, true);
        response(row, random, sentences, stars);
        int helpfulness = random.nextInt(8) * random.nextInt(5);
        if (dirt != Dirt.SHORT_ROW) {
            row.number(random.nextInt(50) == 0 ? helpfulness * 9 : helpfulness);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }

    private static void flag(CsvFile row, boolean flag, Dirt dirt) throws IOException {
        if (dirt == Dirt.BOOLEAN_AS_DIGIT) {
            row.number(flag ? 1 : 0);
        } else {
            row.field(flag ? Text.TRUE : Text.FALSE);
        }
    }

    private static void body(CsvFile row, SplittableRandom random, ReviewWords words, Product product, int stars)
            throws IOException {
        Tone tone = Tone.of(stars);
        Text opening = Vocabulary.any(words.openings(stars), random);
        row.piece(opening);
        int length = opening.length();
        if (!product.features().isEmpty() && random.nextInt(10) < 6) {
            About about = words.about(Vocabulary.any(product.features(), random));
            boolean praise = tone == Tone.GOOD || (tone == Tone.FAIR && random.nextBoolean());
            length += sentence(row, praise ? about.praise() : about.complaint());
        }
        length += sentences(row, random, words.details(tone), random.nextInt(3), length);
        int mood = random.nextInt(100);
        int stories = mood < 4 ? 3 + random.nextInt(9) : mood < 20 ? 1 : 0;
        length += sentences(row, random, words.stories(), stories, length);
        sentences(row, random, words.closings(tone), random.nextInt(2), length);
    }

    /** Writes different sentences, as long as there is room, and returns their length. */
    private static int sentences(CsvFile row, SplittableRandom random, List<Text> choices, int count, int before)
            throws IOException {
        int length = 0;
        int choice = random.nextInt(choices.size());
        for (int index = 0; index < Math.min(count, choices.size()); index++) {
            Text next = choices.get((choice + index) % choices.size());
            if (before + length + next.length() < LONGEST_BODY) {
                length += sentence(row, next);
            }
        }
        return length;
    }

    private static int sentence(CsvFile row, Text sentence) throws IOException {
        row.piece(Text.SPACE).piece(sentence);
        return 1 + sentence.length();
    }

    private static void response(CsvFile row, SplittableRandom random, ReviewWords words, int stars)
            throws IOException {
        int mood = random.nextInt(100);
        if (mood < (stars <= 2 ? 25 : 5)) {
            row.quote()
                    .piece(Vocabulary.any(words.responses(Tone.of(stars)), random))
                    .unquote();
        } else {
            row.field(mood == 99 ? Text.EMPTY : Text.NULL);
        }
    }
}
