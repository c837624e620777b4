/** The calls of published frontends of the original API, and what these frontends read from the responses: docs/frontends.md. */
@NullMarked
package atelier.frontends;

import org.jspecify.annotations.NullMarked;
