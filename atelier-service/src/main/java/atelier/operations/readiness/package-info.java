/** Warm-up before, and drain after, a node takes traffic. */
@NullMarked
package atelier.operations.readiness;

import org.jspecify.annotations.NullMarked;
