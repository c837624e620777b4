package atelier;

import atelier.cache.AnswerCache;
import atelier.cache.CatalogueWatch;
import atelier.catalogue.demo.DemoCatalogue;
import atelier.catalogue.generate.GenerateCommand;
import atelier.catalogue.load.ImportCommand;
import atelier.database.Database;
import atelier.database.DatabaseCommand;
import atelier.database.DatabaseServer;
import atelier.database.LostConnections;
import atelier.http.HttpContract;
import atelier.http.RootResource;
import atelier.monitoring.Monitoring;
import atelier.operator.EnvironmentSubstitutor;
import atelier.operator.ProcessorTime;
import atelier.product.ProductDao;
import atelier.product.ProductResource;
import atelier.readiness.Drain;
import atelier.readiness.WarmUp;
import atelier.related.RelatedDao;
import atelier.related.RelatedResource;
import atelier.style.StyleDao;
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
        Database database = Database.own(configuration.getDatabase());
        database.requireSchema();
        if (database.isOurs()) {
            DemoCatalogue.fillIfEmpty(database, configuration.getDemo());
        }
        environment.lifecycle().manage(database);
        DataSourceFactory settings = database.requestPool();
        ManagedPooledDataSource pool = (ManagedPooledDataSource) settings.build(environment.metrics(), "database");
        Jdbi jdbi = new JdbiFactory().build(environment, settings, pool, "database");

        LostConnections connections =
                new LostConnections(pool, database.servers().size());
        AnswerCache answers =
                new AnswerCache(configuration.getCache(), environment.metrics(), read -> () -> connections.retry(read));
        for (DatabaseServer server : database.servers()) {
            environment.lifecycle().manage(new CatalogueWatch(server, answers, environment.metrics()));
        }

        ProcessorTime.register(environment.metrics());
        HttpContract.install(configuration.getHttp(), configuration, environment);
        environment.jersey().register(new RootResource(answers, environment.getObjectMapper()));
        environment
                .jersey()
                .register(new ProductResource(jdbi.onDemand(ProductDao.class), answers, configuration.getProducts()));
        environment.jersey().register(new StyleResource(jdbi.onDemand(StyleDao.class), answers));
        environment.jersey().register(new RelatedResource(jdbi.onDemand(RelatedDao.class), answers));
        environment.lifecycle().addEventListener(new WarmUp(configuration.getWarmUp()));
        environment.lifecycle().addEventListener(new Drain());
        Monitoring.install(environment);
    }
}
