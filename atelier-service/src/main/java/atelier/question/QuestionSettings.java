package atelier.question;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How questions and answers are served.
 *
 * @param largestPageSize the most questions or answers of a response, whatever its {@code count}
 */
public record QuestionSettings(@Min(1) @Max(100_000) int largestPageSize) {}
