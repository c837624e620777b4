package atelier.sample;

import java.util.List;
import java.util.Set;

/** The seven files with what shoppers have written. */
final class ShopperFiles {
    static final FileFormat REVIEWS = new FileFormat(
            "reviews.csv",
            List.of(
                    "id",
                    "product_id",
                    "rating",
                    "date",
                    "summary",
                    "body",
                    "recommend",
                    "reported",
                    "reviewer_name",
                    "reviewer_email",
                    "response",
                    "helpfulness"),
            5.7749,
            Set.of(Dirt.BLANKS_IN_HEADER),
            new DirtPlan(
                    60,
                    8_000,
                    Dirt.DATE_AS_DAY,
                    Dirt.BOOLEAN_AS_DIGIT,
                    Dirt.REPEATED_KEY,
                    Dirt.BLANK_BEFORE_NUMBER,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat REVIEW_PHOTOS = new FileFormat(
            "reviews_photos.csv",
            List.of("id", "review_id", "url"),
            2.7425,
            Set.of(Dirt.WINDOWS_LINE_ENDS),
            new DirtPlan(
                    7,
                    7_000,
                    Dirt.OUT_OF_ORDER,
                    Dirt.REPEATED_KEY,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat CHARACTERISTICS = new FileFormat(
            "characteristics.csv",
            List.of("id", "product_id", "name"),
            3.3476,
            Set.of(Dirt.OTHER_HEADER_NAMES),
            new DirtPlan(1_000, 12_000, Dirt.REPEATED_KEY, Dirt.UNKNOWN_PARENT, Dirt.SHORT_ROW, Dirt.LONG_ROW));

    static final FileFormat RATINGS = new FileFormat(
            "characteristic_reviews.csv",
            List.of("id", "characteristic_id", "review_id", "value"),
            19.3274,
            Set.of(Dirt.NO_HEADER),
            new DirtPlan(
                    900,
                    9_000,
                    Dirt.BLANK_BEFORE_NUMBER,
                    Dirt.FOREIGN_CHARACTERISTIC,
                    Dirt.REPEATED_KEY,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat QUESTIONS = new FileFormat(
            "questions.csv",
            List.of("id", "product_id", "body", "date_written", "asker_name", "asker_email", "reported", "helpful"),
            3.5189,
            Set.of(Dirt.BYTE_ORDER_MARK, Dirt.FEWER_QUOTES),
            new DirtPlan(
                    50,
                    9_000,
                    Dirt.DATE_AS_DAY,
                    Dirt.BOOLEAN_AS_WORD,
                    Dirt.REPEATED_KEY,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat ANSWERS = new FileFormat(
            "answers.csv",
            List.of(
                    "id",
                    "question_id",
                    "body",
                    "date_written",
                    "answerer_name",
                    "answerer_email",
                    "reported",
                    "helpful"),
            6.8793,
            Set.of(Dirt.BYTE_ORDER_MARK, Dirt.WINDOWS_LINE_ENDS, Dirt.FEWER_QUOTES),
            new DirtPlan(
                    70,
                    9_000,
                    Dirt.NULL_EMAIL,
                    Dirt.DATE_AS_DAY,
                    Dirt.BOOLEAN_AS_WORD,
                    Dirt.REPEATED_KEY,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat ANSWER_PHOTOS = new FileFormat(
            "answers_photos.csv",
            List.of("id", "answer_id", "url"),
            2.0638,
            Set.of(Dirt.BYTE_ORDER_MARK),
            new DirtPlan(
                    7,
                    6_000,
                    Dirt.OUT_OF_ORDER,
                    Dirt.REPEATED_KEY,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final List<FileFormat> ALL =
            List.of(REVIEWS, REVIEW_PHOTOS, CHARACTERISTICS, RATINGS, QUESTIONS, ANSWERS, ANSWER_PHOTOS);

    private ShopperFiles() {}
}
