/** What token holders do with reviews, questions and answers that shoppers have reported. */
@NullMarked
package atelier.moderation;

import org.jspecify.annotations.NullMarked;
