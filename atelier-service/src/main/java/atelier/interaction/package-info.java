/** What shoppers click and type. */
@NullMarked
package atelier.interaction;

import org.jspecify.annotations.NullMarked;
