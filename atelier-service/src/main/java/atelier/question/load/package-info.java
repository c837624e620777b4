/** The questions and answers as a dataset that an import replaces. */
@NullMarked
package atelier.question.load;

import org.jspecify.annotations.NullMarked;
