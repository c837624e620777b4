package atelier.moderation;

import io.dropwizard.jackson.JsonSnakeCase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reported review, question or answer in the list of {@code GET /reported}.
 *
 * @param questionId the question of an answer; null for others
 * @param date the day when it was written, in the form of all responses
 * @param summary the summary of a review; null for others
 * @param photos the URLs in their order
 */
@JsonSnakeCase
public record Reported(
        String kind,
        int id,
        int productId,
        @Nullable Integer questionId,
        String date,
        String name,
        @Nullable String summary,
        String text,
        List<String> photos) {
    /** Returns the position behind this row in the order of the list. */
    String cursor() {
        return kind + ":" + (questionId == null ? productId : questionId) + ":" + id;
    }
}
