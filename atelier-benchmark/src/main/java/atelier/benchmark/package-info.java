/** What an answer costs, beside the least that it could cost on the same machine in the same minutes. */
@NullMarked
package atelier.benchmark;

import org.jspecify.annotations.NullMarked;
