package atelier.question.write;

import atelier.apidocs.OpenApiPart;
import atelier.write.shopper.RefusedException;
import atelier.write.shopper.ShopperForm;
import atelier.write.shopper.ShopperReply;
import atelier.write.shopper.ShopperRequest;
import atelier.write.shopper.ShopperRoute;
import atelier.write.shopper.ShopperStatements;
import atelier.write.shopper.VoteStatement;
import atelier.write.shopper.Votes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The routes by which shoppers ask, answer, and vote on questions and answers. */
public final class QuestionWrites {
    private static final int MOST_PHOTOS = 100;
    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";
    private static final String QUESTIONS = "questions.question";
    private static final String ANSWERS = "questions.answer";

    private final ShopperStatements statements;

    public QuestionWrites(ShopperStatements statements) {
        this.statements = statements;
    }

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(QuestionWrites.class, Map.of());
    }

    /** Returns the routes. */
    public List<ShopperRoute> routes() {
        String question = "/qa/questions/{question_id}";
        String answer = "/qa/answers/{answer_id}";
        return List.of(
                ShopperRoute.post("/qa/questions", this::ask),
                ShopperRoute.post(question + "/answers", this::answer),
                ShopperRoute.put(question + "/helpful", questionVotes(VoteStatement.helpful(QUESTIONS, "helpful"))),
                ShopperRoute.put(question + "/report", questionVotes(VoteStatement.report(QUESTIONS))),
                ShopperRoute.put(answer + "/helpful", answerVotes(VoteStatement.helpful(ANSWERS, "helpful"))),
                ShopperRoute.put(answer + "/report", answerVotes(VoteStatement.report(ANSWERS))));
    }

    private Votes questionVotes(VoteStatement statement) {
        return new Votes(QUESTION, statement, statements);
    }

    /** A trigger changes the question of a changed answer. */
    private Votes answerVotes(VoteStatement statement) {
        return new Votes(ANSWER, statement.ownedBy(QUESTIONS, "question_id"), statements);
    }

    private CompletableFuture<ShopperReply> ask(ShopperRequest request) {
        ShopperForm form = ShopperForm.of("Question", request.body());
        int product = form.id("product_id");
        NewText question = NewText.of(form);
        form.requireNoFaults();
        return statements.run(connection -> {
            if (!QuestionStatements.ask(connection, product, question)) {
                throw form.refusal("product_id: there is no product " + product);
            }
            return ShopperReply.CREATED;
        });
    }

    private CompletableFuture<ShopperReply> answer(ShopperRequest request) {
        int question = request.id(QUESTION);
        ShopperForm form = ShopperForm.of("Answer", request.body());
        NewText answer = NewText.of(form);
        String[] photos = form.texts("photos", MOST_PHOTOS);
        form.requireNoFaults();
        return statements.run(connection -> {
            if (!QuestionStatements.answer(connection, question, answer, photos)) {
                throw new RefusedException(404, "There is no question " + question);
            }
            return ShopperReply.CREATED;
        });
    }
}
