/** When load is sent: an open model, whose times never depend on how fast the service answers. */
@NullMarked
package atelier.perf.schedule;

import org.jspecify.annotations.NullMarked;
