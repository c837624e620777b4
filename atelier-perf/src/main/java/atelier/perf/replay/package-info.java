/**
 * Reads an nginx access log, in the format of {@code nginx/access-log-format.conf}, as requests to send again at their
 * original times.
 */
@NullMarked
package atelier.perf.replay;

import org.jspecify.annotations.NullMarked;
