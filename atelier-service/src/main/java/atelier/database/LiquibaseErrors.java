package atelier.database;

import java.util.Map;
import liquibase.Scope;
import liquibase.exception.LiquibaseException;

/** Liquibase prints an error in four lines before it throws it, and the command reports it once more. */
final class LiquibaseErrors {
    /** Liquibase's own name; the value does not matter. */
    private static final String UNPRINTED = "DO_NOT_SEND_EXCEPTION_TO_UI";

    private LiquibaseErrors() {}

    /** A call of Liquibase. */
    interface Work {
        void run() throws Exception;
    }

    /** Does the work without printing its error. */
    static void unprinted(Work work) throws LiquibaseException {
        try {
            Scope.child(Map.of(UNPRINTED, true), () -> work.run());
        } catch (LiquibaseException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LiquibaseException(e);
        }
    }
}
