/** What is known of a running node, and {@code /prometheus} on the admin port, which tells it to programs. */
@NullMarked
package atelier.monitoring;

import org.jspecify.annotations.NullMarked;
