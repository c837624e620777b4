@NullMarked
package atelier.perf.schedule;

import org.jspecify.annotations.NullMarked;
