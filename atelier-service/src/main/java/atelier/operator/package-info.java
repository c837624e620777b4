/** How the program talks to the person who runs it. */
@NullMarked
package atelier.operator;

import org.jspecify.annotations.NullMarked;
