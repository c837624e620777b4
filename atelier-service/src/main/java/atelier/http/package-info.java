/** HTTP rules that hold for every request. */
@NullMarked
package atelier.http;

import org.jspecify.annotations.NullMarked;
