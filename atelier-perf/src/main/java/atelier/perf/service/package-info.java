/** Where the load goes: the service as a child process of the run, and what the nodes' own metrics say. */
@NullMarked
package atelier.perf.service;

import org.jspecify.annotations.NullMarked;
