package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.Department.Feature;
import java.util.List;

/**
 * A written product, as far as other rows depend on it.
 *
 * @param rejected whether an import will reject it, and so all rows that refer to it
 */
record Product(int id, Category category, List<Feature> features, boolean rejected) {}
