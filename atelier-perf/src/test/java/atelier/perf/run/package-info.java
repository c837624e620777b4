@NullMarked
package atelier.perf.run;

import org.jspecify.annotations.NullMarked;
