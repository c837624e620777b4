/** Metrics for Prometheus. */
@NullMarked
package atelier.operations.monitoring;

import org.jspecify.annotations.NullMarked;
