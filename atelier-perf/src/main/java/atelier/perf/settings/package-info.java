/** The settings, read and checked once before any load. */
@NullMarked
package atelier.perf.settings;

import org.jspecify.annotations.NullMarked;
