/** One run from the settings to the verdict, without the load itself. */
@NullMarked
package atelier.perf.run;

import org.jspecify.annotations.NullMarked;
