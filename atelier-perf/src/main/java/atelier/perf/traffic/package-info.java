/** What is asked of the service: its routes, and how often each is called. */
@NullMarked
package atelier.perf.traffic;

import org.jspecify.annotations.NullMarked;
