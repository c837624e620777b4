/** The service under test: a child process of the run, and the nodes' own metrics. */
@NullMarked
package atelier.perf.service;

import org.jspecify.annotations.NullMarked;
