@NullMarked
package atelier.perf.traffic;

import org.jspecify.annotations.NullMarked;
