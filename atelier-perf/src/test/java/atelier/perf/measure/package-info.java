@NullMarked
package atelier.perf.measure;

import org.jspecify.annotations.NullMarked;
