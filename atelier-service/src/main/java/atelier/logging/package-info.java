/** What the log's lines look like: those of the program, and one for each request. */
@NullMarked
package atelier.logging;

import org.jspecify.annotations.NullMarked;
