package atelier.operations.readiness;

import io.dropwizard.util.Duration;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * How a node warms up.
 *
 * @param requests how many requests it sends to itself before it takes others; 0 turns the warm-up off
 * @param limit after which time it takes traffic, even with fewer requests
 */
public record WarmUpSettings(@Min(0) int requests, @NotNull Duration limit) {}
