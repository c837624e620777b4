package atelier.perf.traffic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The entity tags of earlier responses, as in browsers' caches, for the first 10,000 paths. */
public final class EntityTags {
    private static final int MOST = 10_000;

    private final Map<String, String> etags = new ConcurrentHashMap<>();

    public @Nullable String etag(String path) {
        return etags.get(path);
    }

    /** Stores or updates the entity tag of a path. */
    public void saw(String path, String etag) {
        if (etags.size() < MOST || etags.containsKey(path)) {
            etags.put(path, etag);
        }
    }
}
