package atelier.perf.simulation;

import io.gatling.core.action.Action;
import io.gatling.core.action.SessionHook;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A pause with the resolution of the event loop's timer. Gatling's own pause has whole milliseconds, longer than many responses. */
final class PauseUntil implements ActionBuilder {
    private final Function<io.gatling.javaapi.core.Session, Duration> pause;

    /**
     * @param pause returns how long to wait
     */
    PauseUntil(Function<io.gatling.javaapi.core.Session, Duration> pause) {
        this.pause = pause;
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return (context, next) -> new Timer(context, next);
    }

    private final class Timer extends SessionHook {
        Timer(ScenarioContext context, Action next) {
            super(null, "pause until", context.coreComponents().statsEngine(), next);
        }

        @Override
        public void execute(Session session) {
            long nanos =
                    pause.apply(new io.gatling.javaapi.core.Session(session)).toNanos();
            var unused = session.eventLoop().schedule(() -> next().$bang(session), nanos, TimeUnit.NANOSECONDS);
        }
    }
}
