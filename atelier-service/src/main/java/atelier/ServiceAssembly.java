package atelier;

import atelier.apidocs.DocumentationResource;
import atelier.apidocs.OpenApiPart;
import atelier.apidocs.RootResource;
import atelier.cart.CartRoutes;
import atelier.database.Database;
import atelier.database.DatabaseServer;
import atelier.database.DatabaseSettings;
import atelier.database.ReadPool;
import atelier.database.Schema;
import atelier.http.HttpRules;
import atelier.interaction.InteractionRoutes;
import atelier.metrics.Metrics;
import atelier.moderation.ModerationRoutes;
import atelier.operations.admin.AdminHeaders;
import atelier.operations.admin.AdminPort;
import atelier.operations.dashboard.Dashboard;
import atelier.operations.logging.RequestLogWriter;
import atelier.operations.monitoring.Monitoring;
import atelier.operations.readiness.Drain;
import atelier.operations.readiness.LoadedClasses;
import atelier.operations.readiness.ServedAddresses;
import atelier.operations.readiness.WarmUp;
import atelier.picture.PictureResource;
import atelier.product.CatalogueWatch;
import atelier.product.ProductRoutes;
import atelier.product.edit.EditRoutes;
import atelier.product.prepare.DocumentRebuild;
import atelier.question.QuestionRoutes;
import atelier.question.write.QuestionWrites;
import atelier.review.ReviewRoutes;
import atelier.review.write.ReviewWrites;
import atelier.sample.DemoCatalogue;
import atelier.serve.CacheMetrics;
import atelier.serve.CacheSettings;
import atelier.serve.FastPath;
import atelier.serve.LargePages;
import atelier.serve.ReadResource;
import atelier.serve.ReadRoute;
import atelier.serve.ResponseFormat;
import atelier.shop.ShopResource;
import atelier.write.WriteTransactions;
import atelier.write.Writes;
import atelier.write.shopper.ShopperRoute;
import atelier.write.shopper.ShopperSettings;
import atelier.write.shopper.ShopperStatements;
import atelier.write.shopper.ShopperWrites;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Assembles the service from its parts, in the order in which they depend on each other. */
final class ServiceAssembly {
    private final AtelierConfiguration configuration;
    private final Environment environment;
    private final Metrics metrics;
    private final Duration slowStatement;
    private final List<ReadRoute> readRoutes = new ArrayList<>();
    private final List<OpenApiPart> openApi = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();

    ServiceAssembly(AtelierConfiguration configuration, Environment environment) {
        this.configuration = configuration;
        this.environment = environment;
        this.metrics = new Metrics(environment.metrics());
        this.slowStatement = configuration.getDatabase().slowStatement();
    }

    void assemble() {
        AdminPort.guard(configuration.getAdminPort(), configuration, environment);
        Database database = openDatabase();
        CacheSettings cache =
                configuration.getCache().forEdits(configuration.getChanges().areAllowed());
        ResponseFormat format = new ResponseFormat(cache, environment.getObjectMapper());
        ProductRoutes products = readProducts(database, cache, format);
        readWhatShoppersWrite(database);
        HttpRules rules = HttpRules.install(
                configuration.getHttp(),
                configuration.getChanges().areAllowed(),
                AdminHeaders::addTo,
                configuration,
                environment);
        if (configuration.getChanges().areAllowed()) {
            editAndModerate(database, products);
        }
        letShoppersWrite(database, rules);
        ReadResource.register(readRoutes, environment);
        showPages(format);
        environment.getApplicationContext().insertHandler(new FastPath(readRoutes, rules, environment.metrics()));
        environment.lifecycle().addEventListener(new WarmUp(configuration.getWarmUp(), readRoutes));
        environment.lifecycle().addEventListener(new ServedAddresses(servedPages()));
        environment.lifecycle().addEventListener(new Drain());
        environment.lifecycle().addEventListener(new LoadedClasses());
        RequestLogWriter.install(configuration.getRequestLog(), environment, metrics);
        Dashboard.install(configuration.getDashboard(), Monitoring.install(environment, metrics), environment, metrics);
    }

    private Database openDatabase() {
        Database database = Database.own(configuration.getDatabase());
        new Schema(database, DocumentRebuild.DERIVED_DATA).require();
        if (database.isOurs()) {
            DemoCatalogue.fillIfEmpty(
                    database,
                    configuration.getDemo(),
                    configuration.getDemo().address(configuration.getServerFactory()));
        }
        return manage(database);
    }

    private ProductRoutes readProducts(Database database, CacheSettings cache, ResponseFormat format) {
        ReadPool pool = ReadPool.open(database, configuration.getDatabase(), environment, metrics);
        ProductRoutes products = manage(
                new ProductRoutes(configuration.getProducts(), pool, format, cache.size(), new CacheMetrics(metrics)));
        for (DatabaseServer server : database.servers()) {
            manage(new CatalogueWatch(server, products, metrics));
        }
        readRoutes.addAll(products.routes());
        openApi.add(products.openApi());
        return products;
    }

    private void readWhatShoppersWrite(Database database) {
        ReadPool pool = ReadPool.openFresh(database, configuration.getDatabase(), environment, metrics);
        ResponseFormat format = ResponseFormat.fresh(environment.getObjectMapper());
        LargePages large = manage(new LargePages(pool));
        ReviewRoutes reviews = manage(new ReviewRoutes(configuration.getReviews(), pool, large, format));
        QuestionRoutes questions = manage(new QuestionRoutes(configuration.getQuestions(), pool, large, format));
        readRoutes.addAll(reviews.routes());
        readRoutes.addAll(questions.routes());
        openApi.addAll(List.of(reviews.openApi(), questions.openApi()));
    }

    private void editAndModerate(Database database, ProductRoutes products) {
        AbstractServerFactory server = (AbstractServerFactory) configuration.getServerFactory();
        WriteTransactions transactions = Writes.install(
                configuration.getChanges(),
                database,
                configuration.getDatabase(),
                server.getMaxThreads(),
                environment,
                metrics);
        EditRoutes.install(transactions, products, environment.jersey());
        ModerationRoutes.install(transactions.ofKind("moderation"), environment.jersey());
        openApi.addAll(List.of(EditRoutes.openApi(), ModerationRoutes.openApi()));
    }

    private void letShoppersWrite(Database database, HttpRules rules) {
        ShopperSettings settings = configuration.getShoppers();
        DatabaseSettings limits = configuration.getDatabase();
        ShopperStatements statements = ShopperStatements.open(
                database,
                settings.connections(),
                new ShopperStatements.Limits(limits.poolWait(), limits.readLimit(), limits.writeLimit()),
                environment,
                metrics);
        CartRoutes carts = new CartRoutes(configuration.getCart(), statements);
        manage(carts.expiry(metrics));
        InteractionRoutes interactions = new InteractionRoutes(configuration.getInteractions(), statements);
        manage(interactions.partitions(metrics));
        List<ShopperRoute> routes = Stream.of(
                        new ReviewWrites(statements).routes(),
                        new QuestionWrites(statements).routes(),
                        carts.routes(),
                        interactions.routes())
                .flatMap(List::stream)
                .toList();
        Set<String> readTemplates = readRoutes.stream().map(ReadRoute::template).collect(Collectors.toSet());
        ShopperWrites.install(routes, readTemplates, settings, rules, slowStatement, environment, metrics);
        if (!settings.areOn()) {
            routes.stream().filter(ShopperRoute::isWrite).forEach(route -> refused.add(route.toString()));
        }
        openApi.addAll(List.of(
                ReviewWrites.openApi(), QuestionWrites.openApi(), CartRoutes.openApi(), InteractionRoutes.openApi()));
    }

    private void showPages(ResponseFormat format) {
        Map<String, String> pages = new LinkedHashMap<>();
        if (configuration.getShop().isServed()) {
            environment.jersey().register(new ShopResource(format));
            openApi.add(ShopResource.openApi());
            pages.put("/shop", "The shop");
        }
        if (configuration.getDemo().isWanted()) {
            environment.jersey().register(new PictureResource(environment.getObjectMapper()));
            openApi.add(PictureResource.openApi());
        }
        environment.jersey().register(new RootResource(readRoutes, pages, format));
        environment.jersey().register(new DocumentationResource(openApi, refused, format));
    }

    private List<String> servedPages() {
        return configuration.getShop().isServed() ? List.of("shop /shop", "docs /docs") : List.of("docs /docs");
    }

    private <T extends Managed> T manage(T part) {
        environment.lifecycle().manage(part);
        return part;
    }
}
