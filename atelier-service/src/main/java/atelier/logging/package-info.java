/** Logging that every part of the service shares. */
@NullMarked
package atelier.logging;

import org.jspecify.annotations.NullMarked;
