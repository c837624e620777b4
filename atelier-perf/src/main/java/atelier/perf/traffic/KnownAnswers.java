package atelier.perf.traffic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The entity tags of answers that were seen, as browsers' caches keep them; the first 10,000 addresses. */
public final class KnownAnswers {
    private static final int MOST = 10_000;

    private final Map<String, String> etags = new ConcurrentHashMap<>();

    public @Nullable String etag(String path) {
        return etags.get(path);
    }

    /** Remembers an answer's tag, or takes note that it has another one now. */
    public void saw(String path, String etag) {
        if (etags.size() < MOST || etags.containsKey(path)) {
            etags.put(path, etag);
        }
    }
}
