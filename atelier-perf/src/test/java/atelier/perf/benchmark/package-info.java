@NullMarked
package atelier.perf.benchmark;

import org.jspecify.annotations.NullMarked;
