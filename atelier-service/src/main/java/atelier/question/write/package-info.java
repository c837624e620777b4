/** Shoppers' questions and answers, and votes on them. */
@NullMarked
package atelier.question.write;

import org.jspecify.annotations.NullMarked;
