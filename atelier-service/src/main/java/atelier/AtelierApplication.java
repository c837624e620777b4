package atelier;

import atelier.apidocs.DocumentationResource;
import atelier.apidocs.OpenApiPart;
import atelier.apidocs.RootResource;
import atelier.cart.CartRoutes;
import atelier.cli.EnvironmentConfigurationFactory;
import atelier.cli.ReportingCommand;
import atelier.database.Database;
import atelier.database.DatabaseCommand;
import atelier.database.DatabaseServer;
import atelier.database.ReadPool;
import atelier.database.Schema;
import atelier.http.HttpRules;
import atelier.interaction.InteractionRoutes;
import atelier.load.ImportCommand;
import atelier.metrics.Metrics;
import atelier.moderation.ModerationRoutes;
import atelier.operations.admin.AdminHeaders;
import atelier.operations.admin.AdminPort;
import atelier.operations.dashboard.Dashboard;
import atelier.operations.frontdoor.FrontDoorCommand;
import atelier.operations.logging.RequestLogWriter;
import atelier.operations.monitoring.Monitoring;
import atelier.operations.readiness.Drain;
import atelier.operations.readiness.WarmUp;
import atelier.picture.PictureResource;
import atelier.product.CatalogueWatch;
import atelier.product.ProductRoutes;
import atelier.product.edit.EditRoutes;
import atelier.product.load.Catalogue;
import atelier.product.prepare.DocumentRebuild;
import atelier.question.QuestionRoutes;
import atelier.question.load.Questions;
import atelier.question.write.QuestionWrites;
import atelier.review.ReviewRoutes;
import atelier.review.load.Reviews;
import atelier.review.write.ReviewWrites;
import atelier.sample.DemoCatalogue;
import atelier.sample.GenerateCommand;
import atelier.serve.CacheMetrics;
import atelier.serve.CacheSettings;
import atelier.serve.FastPath;
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
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The Atelier product catalogue: what it is made of, in the order in which the parts need each other. */
public final class AtelierApplication extends Application<AtelierConfiguration> {
    public static void main(String[] arguments) throws Exception {
        // Libraries format for the user's country: Liquibase would count the migrations in Arabic digits.
        Locale.setDefault(Locale.ROOT);
        new AtelierApplication().run(arguments);
    }

    @Override
    public String getName() {
        return "atelier";
    }

    @Override
    public void initialize(Bootstrap<AtelierConfiguration> bootstrap) {
        bootstrap.setConfigurationFactoryFactory(EnvironmentConfigurationFactory::new);
        add(
                bootstrap,
                new ImportCommand<>(
                        AtelierConfiguration.class,
                        AtelierConfiguration::getDatabase,
                        List.of(Catalogue.DATASET, Reviews.DATASET, Questions.DATASET),
                        DocumentRebuild.DERIVED_DATA));
        add(bootstrap, new GenerateCommand());
        add(
                bootstrap,
                new DatabaseCommand<>(
                        AtelierConfiguration.class, AtelierConfiguration::getDatabase, DocumentRebuild.DERIVED_DATA));
        add(bootstrap, new PrepareCommand());
        add(bootstrap, new FrontDoorCommand());
    }

    @Override
    protected void addDefaultCommands(Bootstrap<AtelierConfiguration> bootstrap) {
        add(bootstrap, new ServeCommand(this));
        add(bootstrap, new CheckCommand<>(this));
    }

    private static void add(Bootstrap<AtelierConfiguration> bootstrap, Command command) {
        bootstrap.addCommand(new ReportingCommand(command));
    }

    @Override
    public void run(AtelierConfiguration configuration, Environment environment) {
        AdminPort.guard(configuration.getAdminPort(), configuration, environment);
        Metrics metrics = new Metrics(environment.metrics());
        Database database = Database.own(configuration.getDatabase());
        new Schema(database, DocumentRebuild.DERIVED_DATA).require();
        if (database.isOurs()) {
            DemoCatalogue.fillIfEmpty(
                    database,
                    configuration.getDemo(),
                    configuration.getDemo().address(configuration.getServerFactory()));
        }
        environment.lifecycle().manage(database);
        ReadPool pool = ReadPool.open(database, configuration.getDatabase(), environment, metrics);
        CacheSettings cache =
                configuration.getCache().forEdits(configuration.getChanges().areAllowed());
        ResponseFormat format = new ResponseFormat(cache, environment.getObjectMapper());
        ProductRoutes products =
                new ProductRoutes(configuration.getProducts(), pool, format, cache.size(), new CacheMetrics(metrics));
        environment.lifecycle().manage(products);
        for (DatabaseServer server : database.servers()) {
            environment.lifecycle().manage(new CatalogueWatch(server, products, metrics));
        }

        ReadPool freshPool = ReadPool.openFresh(database, configuration.getDatabase(), environment, metrics);
        ResponseFormat freshFormat = ResponseFormat.fresh(environment.getObjectMapper());
        ReviewRoutes reviews = new ReviewRoutes(configuration.getReviews(), freshPool, freshFormat);
        environment.lifecycle().manage(reviews);
        QuestionRoutes questions = new QuestionRoutes(configuration.getQuestions(), freshPool, freshFormat);
        environment.lifecycle().manage(questions);

        HttpRules rules = HttpRules.install(
                configuration.getHttp(),
                configuration.getChanges().areAllowed(),
                AdminHeaders::addTo,
                configuration,
                environment);
        List<ReadRoute> routes = Stream.of(products.routes(), reviews.routes(), questions.routes())
                .flatMap(List::stream)
                .toList();
        List<OpenApiPart> openApi =
                new ArrayList<>(List.of(products.openApi(), reviews.openApi(), questions.openApi()));
        if (configuration.getChanges().areAllowed()) {
            WriteTransactions transactions = Writes.install(
                    configuration.getChanges(),
                    database,
                    configuration.getDatabase().slowStatement(),
                    environment,
                    metrics);
            EditRoutes.install(transactions, products, environment.jersey());
            openApi.add(EditRoutes.openApi());
            ModerationRoutes.install(transactions, environment.jersey());
            openApi.add(ModerationRoutes.openApi());
        }
        openApi.addAll(List.of(
                ReviewWrites.openApi(), QuestionWrites.openApi(), CartRoutes.openApi(), InteractionRoutes.openApi()));
        ShopperSettings shoppers = configuration.getShoppers();
        ShopperStatements statements = ShopperStatements.open(
                database, shoppers.connections(), configuration.getDatabase().poolWait(), environment, metrics);
        List<ShopperRoute> shopperRoutes = new ArrayList<>();
        shopperRoutes.addAll(new ReviewWrites(statements).routes());
        shopperRoutes.addAll(new QuestionWrites(statements).routes());
        CartRoutes carts = new CartRoutes(configuration.getCart(), statements);
        shopperRoutes.addAll(carts.routes());
        environment.lifecycle().manage(carts.expiry(metrics));
        InteractionRoutes interactions = new InteractionRoutes(configuration.getInteractions(), statements);
        shopperRoutes.addAll(interactions.routes());
        environment.lifecycle().manage(interactions.partitions(metrics));
        ShopperWrites.install(
                shopperRoutes, shoppers, rules, configuration.getDatabase().slowStatement(), environment, metrics);
        ReadResource.register(routes, environment);
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
        environment.jersey().register(new RootResource(routes, pages, format));
        environment.jersey().register(new DocumentationResource(openApi, format));
        environment.getApplicationContext().insertHandler(new FastPath(routes, rules, environment.metrics()));
        environment.lifecycle().addEventListener(new WarmUp(configuration.getWarmUp(), routes));
        environment.lifecycle().addEventListener(new Drain());
        RequestLogWriter.install(configuration.getRequestLog(), environment, metrics);
        Dashboard.install(configuration.getDashboard(), Monitoring.install(environment, metrics), environment, metrics);
    }
}
