package atelier;

import atelier.apidocs.DocumentationResource;
import atelier.apidocs.RootResource;
import atelier.cli.EnvironmentSubstitutor;
import atelier.cli.ReportingCommand;
import atelier.database.Database;
import atelier.database.DatabaseCommand;
import atelier.database.DatabaseServer;
import atelier.database.LostConnections;
import atelier.database.PoolMetrics;
import atelier.database.Schema;
import atelier.http.HttpRules;
import atelier.load.ImportCommand;
import atelier.metrics.Metrics;
import atelier.operations.admin.AdminHeaders;
import atelier.operations.admin.AdminPort;
import atelier.operations.dashboard.Dashboard;
import atelier.operations.logging.RequestLogWriter;
import atelier.operations.monitoring.Monitoring;
import atelier.operations.readiness.Drain;
import atelier.operations.readiness.WarmUp;
import atelier.product.CatalogueWatch;
import atelier.product.DocumentDao;
import atelier.product.Memory;
import atelier.product.ProductDao;
import atelier.product.ProductDocuments;
import atelier.product.ProductPages;
import atelier.product.ProductResource;
import atelier.product.RelatedResource;
import atelier.product.StyleResource;
import atelier.product.edit.EditRoutes;
import atelier.product.prepare.DocumentRebuild;
import atelier.sample.DemoCatalogue;
import atelier.sample.GenerateCommand;
import atelier.product.load.Catalogue;
import atelier.serve.CacheMetrics;
import atelier.serve.CacheSettings;
import atelier.serve.FastPath;
import atelier.serve.ResponseFormat;
import atelier.write.WriteTransactions;
import atelier.write.Writes;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import org.jdbi.v3.core.Jdbi;

/** The Atelier product catalogue: what it is made of, in the order in which the parts need each other. */
public final class AtelierApplication extends Application<AtelierConfiguration> {
    public static void main(String[] arguments) throws Exception {
        new AtelierApplication().run(arguments);
    }

    @Override
    public String getName() {
        return "atelier";
    }

    @Override
    public void initialize(Bootstrap<AtelierConfiguration> bootstrap) {
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentSubstitutor()));
        add(
                bootstrap,
                new ImportCommand<>(
                        AtelierConfiguration.class,
                        AtelierConfiguration::getDatabase,
                        Catalogue.DATASET,
                        DocumentRebuild.DERIVED_DATA));
        add(bootstrap, new GenerateCommand());
        add(
                bootstrap,
                new DatabaseCommand<>(
                        AtelierConfiguration.class, AtelierConfiguration::getDatabase, DocumentRebuild.DERIVED_DATA));
        add(bootstrap, new PrepareCommand());
    }

    @Override
    protected void addDefaultCommands(Bootstrap<AtelierConfiguration> bootstrap) {
        add(bootstrap, new ServeCommand(this));
        bootstrap.addCommand(new CheckCommand<>(this));
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
            DemoCatalogue.fillIfEmpty(database, configuration.getDemo());
        }
        environment.lifecycle().manage(database);
        DataSourceFactory settings = database.requestPool();
        ManagedPooledDataSource pool = (ManagedPooledDataSource) settings.build(environment.metrics(), "database");
        // It calls each statement by reflection, to close what was forgotten; ours are closed where they are made.
        pool.getPoolProperties().setUseStatementFacade(false);
        PoolMetrics.register(
                "database_pool_connections", "Open connections of the pool, by state.", pool, metrics);
        Jdbi jdbi = new JdbiFactory().build(environment, settings, pool, "database");

        LostConnections connections =
                new LostConnections(pool, database.servers().size());
        CacheMetrics cacheMetrics = new CacheMetrics(metrics);
        CacheSettings cache =
                configuration.getCache().forChanges(configuration.getChanges().areAllowed());
        ResponseFormat format = new ResponseFormat(cache, environment.getObjectMapper());
        ProductDocuments documents = new ProductDocuments(
                new DocumentDao(jdbi, configuration.getDatabase().slowStatement(), metrics),
                connections,
                configuration.getDatabase(),
                cache.documents(),
                format,
                configuration.getProducts().campus(),
                metrics,
                cacheMetrics);
        ProductPages pages = new ProductPages(
                new ProductDao(jdbi, configuration.getDatabase().slowStatement(), metrics),
                connections,
                configuration.getDatabase(),
                cache.pages(),
                format,
                configuration.getProducts(),
                metrics,
                cacheMetrics);
        environment.lifecycle().manage(documents);
        environment.lifecycle().manage(pages);
        Memory memory = new Memory(documents, pages);
        for (DatabaseServer server : database.servers()) {
            environment.lifecycle().manage(new CatalogueWatch(server, memory, metrics));
        }

        HttpRules contract = HttpRules.install(
                configuration.getHttp(),
                configuration.getChanges().areAllowed(),
                AdminHeaders::addTo,
                configuration,
                environment);
        environment.jersey().register(new RootResource(format));
        environment
                .jersey()
                .register(new DocumentationResource(configuration.getProducts(), configuration.getChanges(), format));
        environment.jersey().register(new ProductResource(documents, pages));
        environment.jersey().register(new StyleResource(documents));
        environment.jersey().register(new RelatedResource(documents));
        if (configuration.getChanges().areAllowed()) {
            WriteTransactions transactions = Writes.install(
                    configuration.getChanges(),
                    database,
                    configuration.getDatabase().slowStatement(),
                    environment,
                    metrics);
            EditRoutes.install(transactions, documents, memory, environment.jersey());
        }
        environment
                .getApplicationContext()
                .insertHandler(new FastPath(documents, pages, contract, environment.metrics()));
        environment.lifecycle().addEventListener(new WarmUp(configuration.getWarmUp()));
        environment.lifecycle().addEventListener(new Drain());
        RequestLogWriter.install(configuration.getRequestLog(), environment, metrics);
        Dashboard.install(
                configuration.getDashboard(), Monitoring.install(environment, metrics), environment, metrics);
    }
}
