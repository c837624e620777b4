package atelier.product.edit;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.database.PoolMetrics;
import atelier.metrics.Metrics;
import atelier.product.KeptAnswers;
import atelier.product.ProductDocuments;
import atelier.write.InvalidFieldsException;
import atelier.write.TokenGate;
import atelier.write.TokenGateFilter;
import atelier.write.TokenGateHandler;
import atelier.write.Tokens;
import atelier.write.WriteSettings;
import com.github.benmanes.caffeine.cache.Ticker;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.util.Duration;
import org.jdbi.v3.core.Jdbi;

/** The routes by which single products are changed. */
public final class EditRoutes {
    private EditRoutes() {}

    /**
     * Puts them in place, if anybody may use them.
     *
     * @param slow the longest time of a change that is not logged; 0 logs none
     * @param answers what this node has in memory, of which it forgets what it has changed at once
     * @throws OperatorException if a token is not one
     */
    public static void install(
            WriteSettings settings,
            Database database,
            Duration slow,
            ProductDocuments documents,
            KeptAnswers answers,
            Environment environment,
            Metrics metrics) {
        if (!settings.areAllowed()) {
            return;
        }
        TokenGate gate = new TokenGate(new Tokens(settings), Ticker.systemTicker());
        ManagedPooledDataSource pool = (ManagedPooledDataSource) database.changePool().build(environment.metrics(), "changes");
        PoolMetrics.register(
                "change_pool_connections",
                "Open connections of the pool for changes, by state. It exists if WRITE_TOKENS is set.",
                pool,
                metrics);
        environment.lifecycle().manage(pool);
        ProductEdits changes = new ProductEdits(Jdbi.create(pool), documents, answers, slow, metrics);
        environment.jersey().register(new ProductEditResource(changes));
        environment.jersey().register(new StyleEditResource(changes));
        environment.jersey().register(new RelatedEditResource(changes));
        environment.jersey().register(new TokenGateFilter());
        environment.jersey().register(new InvalidFieldsException.Mapper());
        environment.getApplicationContext().insertHandler(new TokenGateHandler(gate));
    }
}
