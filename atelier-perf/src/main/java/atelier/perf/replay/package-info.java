/**
 * Reads an access log as requests to send again at their original times. The log has the format of {@code nginx/access-log-format.conf}, or
 * nginx's or Apache's {@code combined}.
 */
@NullMarked
package atelier.perf.replay;

import org.jspecify.annotations.NullMarked;
