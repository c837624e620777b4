package atelier.question;

import atelier.apidocs.OpenApiPart;
import atelier.bytes.GrowingBytes;
import atelier.database.ReadPool;
import atelier.serve.LargePages;
import atelier.serve.PageReads;
import atelier.serve.Parameter;
import atelier.serve.ReadResponse;
import atelier.serve.ReadRoute;
import atelier.serve.ResponseFormat;
import io.dropwizard.lifecycle.Managed;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** The read routes of questions and answers. Nothing is cached, because shoppers write at any moment. */
public final class QuestionRoutes implements Managed {
    private static final int DEFAULT_COUNT = 5;

    private final QuestionSettings settings;
    private final ResponseFormat format;
    private final PageReads<QuestionDao.Page> questions;
    private final PageReads<QuestionDao.Page> answers;

    public QuestionRoutes(QuestionSettings settings, ReadPool pool, LargePages large, ResponseFormat format) {
        this.settings = settings;
        this.format = format;
        this.questions = new PageReads<>("questions", QuestionDao.questions(pool), pool, large);
        this.answers = new PageReads<>("answers", QuestionDao.answers(pool), pool, large);
    }

    /** Returns the routes. */
    public List<ReadRoute> routes() {
        return List.of(
                ReadRoute.of(
                        "/qa/questions",
                        List.of(
                                Parameter.id(
                                        "product_id",
                                        HttpStatus.UNPROCESSABLE_ENTITY_422,
                                        "Error: invalid product_id provided"),
                                Parameter.lenient("page", 1),
                                Parameter.lenient("count", DEFAULT_COUNT)),
                        values -> questions.find(
                                page(values),
                                rows -> response("{\"product_id\":\"" + values[0] + "\",\"results\":[", rows))),
                ReadRoute.of(
                        "/qa/questions/{question_id}/answers",
                        List.of(
                                Parameter.id(
                                        "question_id", HttpStatus.NOT_FOUND_404, "Error: invalid question id provided"),
                                Parameter.lenient("page", 1),
                                Parameter.lenient("count", DEFAULT_COUNT)),
                        values -> answers.find(
                                page(values),
                                rows -> response(
                                        "{\"question\":\"" + values[0] + "\",\"page\":" + values[1] + ",\"count\":"
                                                + values[2] + ",\"results\":[",
                                        rows))));
    }

    /** The pages of a count that is cut follow each other too, so that a client that reads all of them misses no row. */
    private QuestionDao.Page page(long[] values) {
        return QuestionDao.Page.of(values[0], values[1], (int) Math.min(values[2], settings.largestPageSize()));
    }

    private ReadResponse response(String start, byte[] rows) {
        byte[] body = new GrowingBytes(start.length() + rows.length + 2)
                .add(start)
                .add(rows)
                .add("]}")
                .toArray();
        return format.json(body.length, null, () -> body);
    }

    /** Returns the routes' part of the OpenAPI document. */
    public OpenApiPart openApi() {
        return OpenApiPart.of(
                QuestionRoutes.class, Map.of("largestPageSize", Integer.toString(settings.largestPageSize())));
    }

    @Override
    public void start() {
        questions.start();
        answers.start();
    }

    @Override
    public void stop() {
        questions.stop();
        answers.stop();
    }
}
