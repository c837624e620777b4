package atelier.database;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logs errors of Liquibase and all stack traces at DEBUG: the command that calls Liquibase reports the reason in one line. */
final class LiquibaseLog extends AbstractLogService {
    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    @SuppressWarnings("rawtypes") // Liquibase's signature.
    public Logger getLog(Class type) {
        return new Quiet(LoggerFactory.getLogger(type));
    }

    private static final class Quiet extends AbstractLogger {
        private final org.slf4j.Logger logger;

        Quiet(org.slf4j.Logger logger) {
            this.logger = logger;
        }

        /** Throws nothing, unlike the method of the interface. */
        @Override
        public void close() {}

        @Override
        public void log(Level level, @Nullable String message, @Nullable Throwable failure) {
            if (level.intValue() == Level.WARNING.intValue()) {
                logger.warn("{}", message);
            } else if (level.intValue() == Level.INFO.intValue()) {
                logger.info("{}", message);
            } else {
                logger.debug("{}", message);
            }
            if (failure != null) {
                logger.debug("The failure of Liquibase", failure);
            }
        }
    }
}
