/** The API's description: OpenAPI documents, the documentation page and GET /. */
@NullMarked
package atelier.apidocs;

import org.jspecify.annotations.NullMarked;
