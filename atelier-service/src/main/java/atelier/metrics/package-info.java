/** One registration for each metric, shown by Dropwizard and to Prometheus. */
@NullMarked
package atelier.metrics;

import org.jspecify.annotations.NullMarked;
