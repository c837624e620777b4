/** What operators see of a running node: {@code /prometheus} on the admin port. */
@NullMarked
package atelier.monitoring;

import org.jspecify.annotations.NullMarked;
