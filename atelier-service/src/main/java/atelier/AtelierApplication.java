package atelier;

import atelier.admin.AdminPort;
import atelier.cache.AnswerFormat;
import atelier.cache.CacheMetrics;
import atelier.cache.CacheSettings;
import atelier.cache.CatalogueWatch;
import atelier.catalogue.demo.DemoCatalogue;
import atelier.catalogue.generate.GenerateCommand;
import atelier.catalogue.load.ImportCommand;
import atelier.change.ChangeRoutes;
import atelier.dashboard.Dashboard;
import atelier.database.Database;
import atelier.database.DatabaseCommand;
import atelier.database.DatabaseServer;
import atelier.database.LostConnections;
import atelier.direct.DirectReads;
import atelier.document.DocumentDao;
import atelier.document.Documents;
import atelier.documentation.DocumentationResource;
import atelier.http.HttpContract;
import atelier.http.RootResource;
import atelier.logging.RequestLines;
import atelier.monitoring.Monitoring;
import atelier.operator.EnvironmentSubstitutor;
import atelier.operator.ProcessorTime;
import atelier.product.ProductDao;
import atelier.product.ProductPages;
import atelier.product.ProductResource;
import atelier.readiness.Drain;
import atelier.readiness.WarmUp;
import atelier.related.RelatedResource;
import atelier.style.StyleResource;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
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
        bootstrap.addCommand(new ImportCommand<>(AtelierConfiguration.class, AtelierConfiguration::getDatabase));
        bootstrap.addCommand(new GenerateCommand());
        bootstrap.addCommand(new DatabaseCommand<>(AtelierConfiguration.class, AtelierConfiguration::getDatabase));
        bootstrap.addCommand(new PrepareCommand());
    }

    @Override
    protected void addDefaultCommands(Bootstrap<AtelierConfiguration> bootstrap) {
        bootstrap.addCommand(new ServeCommand(this));
        bootstrap.addCommand(new CheckCommand<>(this));
    }

    @Override
    public void run(AtelierConfiguration configuration, Environment environment) {
        AdminPort.guard(configuration.getAdminPort(), configuration, environment);
        Database database = Database.own(configuration.getDatabase());
        database.requireSchema();
        if (database.isOurs()) {
            DemoCatalogue.fillIfEmpty(database, configuration.getDemo());
        }
        environment.lifecycle().manage(database);
        DataSourceFactory settings = database.requestPool();
        ManagedPooledDataSource pool = (ManagedPooledDataSource) settings.build(environment.metrics(), "database");
        // It calls each statement by reflection, to close what was forgotten; ours are closed where they are made.
        pool.getPoolProperties().setUseStatementFacade(false);
        Jdbi jdbi = new JdbiFactory().build(environment, settings, pool, "database");

        LostConnections connections =
                new LostConnections(pool, database.servers().size());
        CacheMetrics cacheMetrics = new CacheMetrics(environment.metrics());
        CacheSettings cache =
                configuration.getCache().forChanges(configuration.getChanges().areAllowed());
        AnswerFormat format = new AnswerFormat(cache, environment.getObjectMapper());
        Documents documents = new Documents(
                new DocumentDao(jdbi, configuration.getDatabase().slowStatement(), environment.metrics()),
                connections,
                configuration.getDatabase(),
                cache.documents(),
                format,
                configuration.getProducts().campus(),
                environment.metrics(),
                cacheMetrics);
        ProductPages pages = new ProductPages(
                new ProductDao(jdbi, configuration.getDatabase().slowStatement(), environment.metrics()),
                connections,
                configuration.getDatabase(),
                cache.pages(),
                format,
                configuration.getProducts(),
                environment.metrics(),
                cacheMetrics);
        environment.lifecycle().manage(documents);
        environment.lifecycle().manage(pages);
        Memory memory = new Memory(documents, pages);
        for (DatabaseServer server : database.servers()) {
            environment.lifecycle().manage(new CatalogueWatch(server, memory, environment.metrics()));
        }

        ProcessorTime.register(environment.metrics());
        HttpContract contract = HttpContract.install(configuration.getHttp(), configuration, environment);
        environment.jersey().register(new RootResource(format));
        environment
                .jersey()
                .register(new DocumentationResource(configuration.getProducts(), configuration.getChanges(), format));
        environment.jersey().register(new ProductResource(documents, pages));
        environment.jersey().register(new StyleResource(documents));
        environment.jersey().register(new RelatedResource(documents));
        ChangeRoutes.install(
                configuration.getChanges(),
                database,
                configuration.getDatabase().slowStatement(),
                documents,
                memory,
                environment);
        environment
                .getApplicationContext()
                .insertHandler(new DirectReads(documents, pages, contract, environment.metrics()));
        environment.lifecycle().addEventListener(new WarmUp(configuration.getWarmUp()));
        environment.lifecycle().addEventListener(new Drain());
        RequestLines.install(configuration.getRequestLog(), environment);
        Dashboard.install(Monitoring.install(environment), environment);
    }
}
