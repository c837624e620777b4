/** One run from the settings to the verdict; everything about it but the load itself. */
@NullMarked
package atelier.perf.run;

import org.jspecify.annotations.NullMarked;
