package atelier.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.exception.LiquibaseException;

/**
 * Keeps the output for an error short. Liquibase logs an error with its stack trace, prints it in four lines and throws it, and the command
 * reports it again.
 */
final class LiquibaseErrors {
    /** Liquibase's own name; the value does not matter. */
    private static final String UNPRINTED = "DO_NOT_SEND_EXCEPTION_TO_UI";

    /** Where Liquibase names the change: {@code migrations.sql::shop::atelier}. */
    private static final Pattern CHANGE = Pattern.compile("::([^:\\s]+)::");

    private LiquibaseErrors() {}

    /** A call of Liquibase. */
    interface Work {
        void run() throws Exception;
    }

    /** Does the work without printing its error, and without reporting the use of Liquibase to its makers, which it does by default. */
    static void quietly(Work work) throws LiquibaseException {
        try {
            Scope.child(
                    Map.of(
                            UNPRINTED,
                            true,
                            Scope.Attr.logService.name(),
                            new LiquibaseLog(),
                            AnalyticsArgs.ENABLED.getKey(),
                            false),
                    () -> work.run());
        } catch (LiquibaseException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LiquibaseException(e);
        }
    }

    /** Returns the failure with the name of the change, and with the words and the state of the database. */
    static SQLException ofChange(LiquibaseException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher change = CHANGE.matcher(message);
        Optional<SQLException> refusal = Stream.iterate(
                        (Throwable) failure, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
        return new SQLException(
                (change.find() ? "the change " + change.group(1) + ": " : "")
                        + refusal.map(Throwable::getMessage).orElse(message),
                refusal.map(SQLException::getSQLState).orElse(null),
                failure);
    }
}
