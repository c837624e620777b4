/** When a node takes traffic: not before it is warm, and no longer when it is asked to stop. */
@NullMarked
package atelier.readiness;

import org.jspecify.annotations.NullMarked;
