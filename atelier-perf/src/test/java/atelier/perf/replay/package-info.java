@NullMarked
package atelier.perf.replay;

import org.jspecify.annotations.NullMarked;
