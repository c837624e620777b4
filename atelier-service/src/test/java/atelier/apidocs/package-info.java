/** Tests that compare the documentation of the API with the running service. */
@NullMarked
package atelier.apidocs;

import org.jspecify.annotations.NullMarked;
