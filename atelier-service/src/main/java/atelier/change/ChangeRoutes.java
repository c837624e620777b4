package atelier.change;

import atelier.cache.KeptAnswers;
import atelier.database.Database;
import atelier.document.Documents;
import atelier.operator.OperatorException;
import com.github.benmanes.caffeine.cache.Ticker;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import org.jdbi.v3.core.Jdbi;

/** The routes by which single products are changed. */
public final class ChangeRoutes {
    private ChangeRoutes() {}

    /**
     * Puts them in place, if anybody may use them.
     *
     * @param slow the longest time of a change that is not logged; 0 logs none
     * @param answers what this node has in memory, of which it forgets what it has changed at once
     * @throws OperatorException if a token is not one
     */
    public static void install(
            ChangeSettings settings,
            Database database,
            Duration slow,
            Documents documents,
            KeptAnswers answers,
            Environment environment) {
        if (!settings.areAllowed()) {
            return;
        }
        Gate gate = new Gate(new Tokens(settings), Ticker.systemTicker());
        ManagedDataSource pool = database.changePool().build(environment.metrics(), "changes");
        environment.lifecycle().manage(pool);
        Changes changes = new Changes(Jdbi.create(pool), documents, answers, slow, environment.metrics());
        environment.jersey().register(new ProductChangeResource(changes));
        environment.jersey().register(new StyleChangeResource(changes));
        environment.jersey().register(new RelatedChangeResource(changes));
        environment.jersey().register(new GateFilter());
        environment.jersey().register(new FaultyFieldsException.Mapper());
        environment.getApplicationContext().insertHandler(new GateHandler(gate));
    }
}
