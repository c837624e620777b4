package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.QuestionWords.Answer;
import atelier.sample.QuestionWords.Question;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Writes questions with their answers, and the photos of these. */
final class QuestionRows {
    private static final Distribution PHOTOS = new Distribution(8_800, 300, 350, 300, 150, 100);
    private static final int PERCENT_REPORTED = 5;
    private static final int PERCENT_WITH_SECOND_SENTENCE = 70;

    private final Table questions;
    private final Table answers;
    private final PhotoRows photos;
    private final Map<Category, QuestionWords> words = QuestionWords.all();

    QuestionRows(Table questions, Table answers, Table photos, PictureUrls pictures) {
        this.questions = questions;
        this.answers = answers;
        this.photos = new PhotoRows(photos, PHOTOS, pictures);
    }

    /** Writes all questions about a product. */
    void write(SplittableRandom random, Product product) throws IOException {
        QuestionWords sentences = Objects.requireNonNull(words.get(product.category()));
        List<Question> choices = sentences.questions();
        int count = Popularity.questions(product, random);
        int choice = random.nextInt(choices.size());
        for (int index = 0; index < count; index++) {
            choice = (choice + 1 + random.nextInt(2)) % choices.size();
            Question question = choices.get(choice);
            long asked = Moments.draw(random);
            Dirt dirt = questions.next(product.rejected(), false);
            question(random, product, sentences, question, asked, dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                questions.repeatKey();
                question(new SplittableRandom(asked), product, sentences, question, asked, Dirt.NONE);
            }
            boolean lost = product.rejected() || dirt.rejectsRow();
            answers(random, product, sentences, question, asked, Popularity.answers(product.id(), index, random), lost);
        }
    }

    private void question(
            SplittableRandom random, Product product, QuestionWords sentences, Question question, long asked, Dirt dirt)
            throws IOException {
        CsvFile row = questions.row().number(questions.id()).number(dirt, questions.parent(dirt, product.id()));
        row.quote();
        if (random.nextInt(100) < PERCENT_WITH_SECOND_SENTENCE) {
            row.piece(Vocabulary.any(sentences.before(), random)).piece(Text.SPACE);
        }
        row.piece(question.body()).unquote();
        Moments.write(row, asked, dirt);
        Shoppers.write(row, random, true);
        votes(row, random, dirt);
    }

    private void answers(
            SplittableRandom random,
            Product product,
            QuestionWords sentences,
            Question question,
            long asked,
            int count,
            boolean orphan)
            throws IOException {
        List<Answer> choices = question.answers();
        int choice = random.nextInt(choices.size());
        for (int index = 0; index < count; index++) {
            choice = (choice + 1) % choices.size();
            Answer answer = choices.get(choice);
            Dirt dirt = answers.next(orphan, false);
            answer(random, sentences, answer, asked, dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                answers.repeatKey();
                answer(new SplittableRandom(asked), sentences, answer, asked, Dirt.NONE);
            }
            photos.write(random, product.category(), answers.id(), orphan || dirt.rejectsRow());
        }
    }

    private void answer(SplittableRandom random, QuestionWords sentences, Answer answer, long asked, Dirt dirt)
            throws IOException {
        CsvFile row = answers.row().number(answers.id()).number(dirt, answers.parent(dirt, questions.id()));
        row.quote().piece(answer.body());
        if (random.nextInt(100) < PERCENT_WITH_SECOND_SENTENCE) {
            List<Text> after = answer.bySeller() ? sentences.afterSeller() : sentences.afterShopper();
            row.piece(Text.SPACE).piece(Vocabulary.any(after, random));
        }
        row.unquote();
        Moments.write(row, Moments.after(asked, random), dirt);
        boolean withEmail = dirt != Dirt.NULL_EMAIL;
        if (answer.bySeller()) {
            Shoppers.writeSeller(row, withEmail);
        } else {
            Shoppers.write(row, random, withEmail);
        }
        votes(row, random, dirt);
    }

    private static void votes(CsvFile row, SplittableRandom random, Dirt dirt) throws IOException {
        boolean reported = random.nextInt(100) < PERCENT_REPORTED;
        if (dirt == Dirt.BOOLEAN_AS_WORD) {
            row.field(reported ? Text.TRUE : Text.FALSE);
        } else {
            row.number(reported ? 1 : 0);
        }
        int helpful = random.nextInt(6) * random.nextInt(6);
        if (dirt != Dirt.SHORT_ROW) {
            row.number(helpful);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }
}
