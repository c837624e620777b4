/** When requests are sent: an open model, whose times do not depend on the service's speed. */
@NullMarked
package atelier.perf.schedule;

import org.jspecify.annotations.NullMarked;
