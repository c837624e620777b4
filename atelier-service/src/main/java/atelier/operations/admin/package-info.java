/** Access to the admin port. */
@NullMarked
package atelier.operations.admin;

import org.jspecify.annotations.NullMarked;
