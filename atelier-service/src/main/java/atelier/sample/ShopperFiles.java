package atelier.sample;

import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import java.util.List;
import java.util.Set;

/** The seven files with what shoppers have written. */
final class ShopperFiles {
    static final FileFormat REVIEWS = new FileFormat(
            Reviews.REVIEW,
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
            Reviews.PHOTO,
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
            Reviews.CHARACTERISTIC,
            3.3476,
            Set.of(Dirt.OTHER_HEADER_NAMES),
            new DirtPlan(1_000, 12_000, Dirt.REPEATED_KEY, Dirt.UNKNOWN_PARENT, Dirt.SHORT_ROW, Dirt.LONG_ROW));

    static final FileFormat RATINGS = new FileFormat(
            Reviews.CHARACTERISTIC_RATING,
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
            Questions.QUESTION,
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
            Questions.ANSWER,
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
            Questions.PHOTO,
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
