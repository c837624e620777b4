package atelier.write.shopper;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The methods of the paths that routes without a token have. */
final class AllowedMethods {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private AllowedMethods() {}

    /**
     * Returns the values of {@code Allow} by the templates of the routes.
     *
     * @param readTemplates the paths that other routes read
     * @param canWrite whether shoppers may write
     */
    static Map<String, String> of(List<ShopperRoute> routes, Set<String> readTemplates, boolean canWrite) {
        Map<String, Set<String>> methods = new HashMap<>();
        for (ShopperRoute route : routes) {
            Set<String> known = methods.computeIfAbsent(route.template(), template -> new TreeSet<>(Set.of("OPTIONS")));
            if (!route.isWrite() || readTemplates.contains(route.template())) {
                known.addAll(READS);
            }
            if (route.isWrite() && canWrite) {
                known.add(route.method());
            }
        }
        Map<String, String> allowed = new HashMap<>();
        methods.forEach((template, known) -> allowed.put(template, String.join(", ", known)));
        return allowed;
    }
}
