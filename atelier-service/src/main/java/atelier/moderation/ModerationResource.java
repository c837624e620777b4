package atelier.moderation;

import atelier.http.WholeNumbers;
import atelier.write.EditRequest;
import atelier.write.FieldRule;
import atelier.write.RequestBody;
import atelier.write.TokenNeeded;
import atelier.write.WriteTransactions;
import com.codahale.metrics.annotation.Timed;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes of moderation. All need a token; none needs {@code If-Match}, because nobody edits what shoppers wrote. */
@Path("/")
public final class ModerationResource {
    private static final int DEFAULT_COUNT = 20;
    /** A text may have the size of a request body. */
    private static final int LARGEST_COUNT = 100;

    private static final Map<String, FieldRule> CLEAR_RULES = Map.of(
            "product_id",
            FieldRule.wholeNumberFrom(1),
            "action",
            new FieldRule(
                    "\"" + String.join("\" or \"", Action.WORDS) + "\"",
                    value -> value.isTextual() && Action.WORDS.contains(value.textValue())));

    private final Moderation moderation;
    private final WriteTransactions transactions;

    ModerationResource(WriteTransactions transactions) {
        this.moderation = new Moderation(transactions);
        this.transactions = transactions;
    }

    /**
     * What was done to a product.
     *
     * @param complete whether nothing of it is reported any more
     */
    record Cleared(int reviews, int questions, int answers, boolean complete) {}

    @GET
    @Path("/reported")
    @TokenNeeded
    @Timed
    public Response reported(@QueryParam("after") @Nullable String after, @QueryParam("count") @Nullable String count)
            throws SQLException {
        long number = WholeNumbers.parameter("count", count, DEFAULT_COUNT, Long.MAX_VALUE);
        return unstored(
                ReportedList.read(transactions, ReportedCursor.of(after), (int) Math.min(number, LARGEST_COUNT)));
    }

    @POST
    @Path("/reported/clear")
    @Timed
    public Response clear(@Context HttpServletRequest request) throws SQLException {
        EditRequest wanted = EditRequest.unconditional(request);
        ObjectNode body = RequestBody.object(wanted.body(), CLEAR_RULES);
        Action action = Action.valueOf(body.get("action").textValue().toUpperCase(Locale.ROOT));
        Map<Kind, Integer> counts = moderation.clear(body.get("product_id").intValue(), action, wanted);
        return unstored(new Cleared(
                counts.getOrDefault(Kind.REVIEW, 0),
                counts.getOrDefault(Kind.QUESTION, 0),
                counts.getOrDefault(Kind.ANSWER, 0),
                counts.values().stream().allMatch(number -> number < Moderation.MOST)));
    }

    @DELETE
    @Path("/reported/reviews/{review_id}")
    @Timed
    public void restoreReview(@PathParam("review_id") String id, @Context HttpServletRequest request)
            throws SQLException {
        change(Kind.REVIEW, id, Action.RESTORE, request);
    }

    @DELETE
    @Path("/reported/questions/{question_id}")
    @Timed
    public void restoreQuestion(@PathParam("question_id") String id, @Context HttpServletRequest request)
            throws SQLException {
        change(Kind.QUESTION, id, Action.RESTORE, request);
    }

    @DELETE
    @Path("/reported/answers/{answer_id}")
    @Timed
    public void restoreAnswer(@PathParam("answer_id") String id, @Context HttpServletRequest request)
            throws SQLException {
        change(Kind.ANSWER, id, Action.RESTORE, request);
    }

    @DELETE
    @Path("/reviews/{review_id}")
    @Timed
    public void deleteReview(@PathParam("review_id") String id, @Context HttpServletRequest request)
            throws SQLException {
        change(Kind.REVIEW, id, Action.DELETE, request);
    }

    @DELETE
    @Path("/qa/questions/{question_id}")
    @Timed
    public void deleteQuestion(@PathParam("question_id") String id, @Context HttpServletRequest request)
            throws SQLException {
        change(Kind.QUESTION, id, Action.DELETE, request);
    }

    @DELETE
    @Path("/qa/answers/{answer_id}")
    @Timed
    public void deleteAnswer(@PathParam("answer_id") String id, @Context HttpServletRequest request)
            throws SQLException {
        change(Kind.ANSWER, id, Action.DELETE, request);
    }

    private void change(Kind kind, String id, Action action, HttpServletRequest request) throws SQLException {
        EditRequest wanted = EditRequest.unconditional(request);
        int number = (int) WholeNumbers.parameter(kind.word() + "_id", id, 0, Integer.MAX_VALUE);
        moderation.change(kind, number, action, wanted);
    }

    private static Response unstored(Object entity) {
        return Response.ok(entity, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
