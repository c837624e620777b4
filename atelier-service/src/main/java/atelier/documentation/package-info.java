/** The API's own face: its OpenAPI document, and a page that shows it and lets it be tried. */
@NullMarked
package atelier.documentation;

import org.jspecify.annotations.NullMarked;
