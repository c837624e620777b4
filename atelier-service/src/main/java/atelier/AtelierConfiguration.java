package atelier;

import atelier.admin.AdminSettings;
import atelier.cache.CacheSettings;
import atelier.catalogue.demo.DemoSettings;
import atelier.change.ChangeSettings;
import atelier.database.DatabaseSettings;
import atelier.http.HttpSettings;
import atelier.logging.RequestLogSettings;
import atelier.product.ProductSettings;
import atelier.readiness.WarmUpSettings;
import io.dropwizard.core.Configuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** What config.yml holds beside Dropwizard's own sections; the table with defaults and reasons is in the README. */
@SuppressWarnings({"NullAway.Init", "FieldMayBeFinal"}) // Jackson sets the fields, and validation proves that it did.
public final class AtelierConfiguration extends Configuration {
    @Valid
    @NotNull
    private DatabaseSettings database;

    @Valid
    @NotNull
    private ProductSettings products;

    @Valid
    @NotNull
    private CacheSettings cache;

    @Valid
    @NotNull
    private DemoSettings demo;

    @Valid
    @NotNull
    private HttpSettings http;

    @Valid
    @NotNull
    private AdminSettings adminPort;

    @Valid
    @NotNull
    private WarmUpSettings warmUp;

    @Valid
    @NotNull
    private RequestLogSettings requestLog;

    @Valid
    @NotNull
    private ChangeSettings changes;

    public DatabaseSettings getDatabase() {
        return database;
    }

    public ProductSettings getProducts() {
        return products;
    }

    public CacheSettings getCache() {
        return cache;
    }

    public ChangeSettings getChanges() {
        return changes;
    }

    public DemoSettings getDemo() {
        return demo;
    }

    public HttpSettings getHttp() {
        return http;
    }

    public AdminSettings getAdminPort() {
        return adminPort;
    }

    public WarmUpSettings getWarmUp() {
        return warmUp;
    }

    public RequestLogSettings getRequestLog() {
        return requestLog;
    }
}
