/** The dashboard on the admin port. */
@NullMarked
package atelier.operations.dashboard;

import org.jspecify.annotations.NullMarked;
