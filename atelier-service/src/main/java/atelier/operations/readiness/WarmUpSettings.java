package atelier.operations.readiness;

import io.dropwizard.util.Duration;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * How a node prepares itself.
 *
 * @param requests how many requests it makes to itself before others can; 0 for none
 * @param limit when it takes traffic even if it has not made all of them
 */
public record WarmUpSettings(@Min(0) int requests, @NotNull Duration limit) {}
