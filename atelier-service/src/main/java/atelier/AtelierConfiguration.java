package atelier;

import atelier.cart.CartSettings;
import atelier.database.DatabaseSettings;
import atelier.http.HttpSettings;
import atelier.interaction.InteractionSettings;
import atelier.operations.admin.AdminSettings;
import atelier.operations.dashboard.DashboardSettings;
import atelier.operations.logging.RequestLogSettings;
import atelier.operations.readiness.WarmUpSettings;
import atelier.product.ProductSettings;
import atelier.question.QuestionSettings;
import atelier.review.ReviewSettings;
import atelier.sample.DemoSettings;
import atelier.serve.CacheSettings;
import atelier.shop.ShopSettings;
import atelier.write.WriteSettings;
import atelier.write.shopper.ShopperSettings;
import io.dropwizard.core.Configuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** The sections of config.yml that are not Dropwizard's; docs/settings.md explains every value. */
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
    private ReviewSettings reviews;

    @Valid
    @NotNull
    private QuestionSettings questions;

    @Valid
    @NotNull
    private CacheSettings cache;

    @Valid
    @NotNull
    private CartSettings cart;

    @Valid
    @NotNull
    private InteractionSettings interactions;

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
    private DashboardSettings dashboard;

    @Valid
    @NotNull
    private WarmUpSettings warmUp;

    @Valid
    @NotNull
    private RequestLogSettings requestLog;

    @Valid
    @NotNull
    private WriteSettings changes;

    @Valid
    @NotNull
    private ShopSettings shop;

    @Valid
    @NotNull
    private ShopperSettings shoppers;

    public DatabaseSettings getDatabase() {
        return database;
    }

    public ProductSettings getProducts() {
        return products;
    }

    public ReviewSettings getReviews() {
        return reviews;
    }

    public QuestionSettings getQuestions() {
        return questions;
    }

    public CacheSettings getCache() {
        return cache;
    }

    public ShopSettings getShop() {
        return shop;
    }

    public WriteSettings getChanges() {
        return changes;
    }

    public ShopperSettings getShoppers() {
        return shoppers;
    }

    public CartSettings getCart() {
        return cart;
    }

    public InteractionSettings getInteractions() {
        return interactions;
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

    public DashboardSettings getDashboard() {
        return dashboard;
    }

    public WarmUpSettings getWarmUp() {
        return warmUp;
    }

    public RequestLogSettings getRequestLog() {
        return requestLog;
    }
}
