@NullMarked
package atelier.perf.settings;

import org.jspecify.annotations.NullMarked;
