/** The application: what it is made of, and its settings. */
@NullMarked
package atelier;

import org.jspecify.annotations.NullMarked;
