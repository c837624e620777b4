/** Background threads that survive failures and report them. */
@NullMarked
package atelier.threads;

import org.jspecify.annotations.NullMarked;
