package atelier.perf.run;

import atelier.perf.service.EmbeddedService;
import atelier.perf.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The service that receives the load: running nodes, or the embedded service of this run. */
final class ServiceUnderTest implements AutoCloseable {
    private final Settings settings;
    private final @Nullable EmbeddedService embedded;

    private ServiceUnderTest(Settings settings, @Nullable EmbeddedService embedded) {
        this.settings = settings;
        this.embedded = embedded;
    }

    static ServiceUnderTest open(Settings settings, Path project) {
        return new ServiceUnderTest(settings, settings.embedded() ? EmbeddedService.start(project) : null);
    }

    /** Returns the base addresses. */
    List<String> addresses() {
        return embedded == null ? settings.targets() : List.of(embedded.baseUrl());
    }

    /** Returns the addresses of the admin ports, separated by commas. */
    String admin() {
        return embedded == null ? String.join(",", settings.admin()) : embedded.adminAddress();
    }

    /** Returns the name for the fingerprint; without the embedded service's port, which differs in each run. */
    String name() {
        return embedded == null ? String.join(",", settings.targets()) : "embedded";
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
