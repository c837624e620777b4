/** Questions about products and their answers, which shoppers write. */
@NullMarked
package atelier.question;

import org.jspecify.annotations.NullMarked;
