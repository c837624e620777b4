/** Metrics of nginx, which sees requests that reach no node: read from its access log by a command of its own. */
@NullMarked
package atelier.operations.frontdoor;

import org.jspecify.annotations.NullMarked;
