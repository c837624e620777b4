package atelier.perf.simulation;

import io.gatling.core.action.Action;
import io.gatling.core.action.SessionHook;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import java.util.function.ToIntFunction;

/**
 * Runs several copies of a chain in parallel for one virtual user, as a browser uses several connections, and continues after the last
 * one. Gatling has no such element: its {@code resources} begin only after a main request, and their number is fixed. Changes that
 * the copies make to their session are lost, so they share objects. All copies run on the user's event loop, so these need no lock.
 */
final class Parallel implements ActionBuilder {
    private static final String JOIN = "parallel.join";

    private final ToIntFunction<io.gatling.javaapi.core.Session> copies;
    private final ChainBuilder chain;

    /**
     * @param copies the number of copies of the chain, at least 1
     */
    Parallel(ToIntFunction<io.gatling.javaapi.core.Session> copies, ChainBuilder chain) {
        this.copies = copies;
        this.chain = chain;
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return (context, next) -> new Fork(context, next);
    }

    /** The forked session, and the number of running copies. */
    private static final class Forked {
        private final Session session;
        private int running;

        Forked(Session session, int running) {
            this.session = session;
            this.running = running;
        }
    }

    private final class Fork extends SessionHook {
        private final Action first;

        Fork(ScenarioContext context, Action next) {
            super(null, "fork", context.coreComponents().statsEngine(), next);
            this.first = chain.wrapped.build(context, new Join(context, next));
        }

        @Override
        public void execute(Session session) {
            int running = copies.applyAsInt(new io.gatling.javaapi.core.Session(session));
            Session copy = session.set(JOIN, new Forked(session, running));
            for (int i = 0; i < running; i++) {
                first.$bang(copy);
            }
        }
    }

    private static final class Join extends SessionHook {
        Join(ScenarioContext context, Action next) {
            super(null, "join", context.coreComponents().statsEngine(), next);
        }

        @Override
        public void execute(Session session) {
            Forked forked = (Forked) session.attributes().apply(JOIN);
            if (--forked.running == 0) {
                next().$bang(forked.session);
            }
        }
    }
}
