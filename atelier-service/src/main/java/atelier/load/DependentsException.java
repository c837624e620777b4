package atelier.load;

import java.util.List;

/** An import would drop objects of others with the old schema. Nothing was changed. */
public final class DependentsException extends RuntimeException {
    DependentsException(String schema, List<String> dependents) {
        super("An import drops the schema " + schema + ", and with it " + String.join(", ", dependents)
                + ". Nothing was changed.");
    }
}
