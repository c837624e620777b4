/** The admin port and who may use it. */
@NullMarked
package atelier.operations.admin;

import org.jspecify.annotations.NullMarked;
