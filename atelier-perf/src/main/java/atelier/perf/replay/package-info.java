/**
 * Reads an nginx access log, in the format of {@code nginx/access-log-format.conf}, as requests to be sent again at their
 * own timing.
 */
@NullMarked
package atelier.perf.replay;

import org.jspecify.annotations.NullMarked;
