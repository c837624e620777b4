/** The API's own face, held against what the running service answers. */
@NullMarked
package atelier.apidocs;

import org.jspecify.annotations.NullMarked;
