package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.Department.Feature;
import java.util.List;

/**
 * A written product, as far as other rows depend on it.
 *
 * @param rejected whether an import will reject it, and so all rows that refer to it
 * @param openedFirst whether a frontend may open it first, so that it must have many reviews and questions
 * @param complete whether it must have all else that a page or a card can show: it is opened first, or related to such a product
 */
record Product(
        int id, Category category, List<Feature> features, boolean rejected, boolean openedFirst, boolean complete) {}
