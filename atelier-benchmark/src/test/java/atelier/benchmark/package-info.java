@NullMarked
package atelier.benchmark;

import org.jspecify.annotations.NullMarked;
