@NullMarked
package atelier.perf.report;

import org.jspecify.annotations.NullMarked;
