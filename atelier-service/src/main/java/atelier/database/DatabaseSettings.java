package atelier.database;

import atelier.cli.OperatorException;
import atelier.database.embedded.DataDirectory;
import atelier.database.embedded.EmbeddedPostgres;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The database and its time limits.
 *
 * @param url a JDBC URL of PostgreSQL 15 or later; blank for an embedded server in {@code dataDirectory}
 * @param passwordFile a file whose first line is the password, instead of {@code password}; blank for none
 * @param poolSize connections per node for cached reads, and so the number of their statements that run at once
 * @param freshPoolSize connections per node for reads that are never cached
 * @param poolWait how long a request waits for a connection, or for its query to start, before it gets 503
 * @param readLimit how long a read waits for the database in all before it gets 503
 * @param connectTimeout how long opening a connection may take
 * @param statementTimeout how long PostgreSQL may work on a request's statement
 * @param slowStatement statements of requests that take longer are logged; 0 logs none
 * @param startupWait how long a starting node tries to reach the database
 */
public record DatabaseSettings(
        @Nullable String url,

        @Nullable
        @Pattern(
                regexp = "\\P{Cntrl}{1,63}",
                message = "must be a user of PostgreSQL, of at most 63 characters without line breaks")
        String user,

        @Nullable String password,
        @Nullable String passwordFile,
        @NotNull Path dataDirectory,
        @Min(1) @Max(LARGEST_POOL) int poolSize,
        @Min(1) @Max(LARGEST_FRESH_POOL) int freshPoolSize,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration poolWait,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration readLimit,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        Duration connectTimeout,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration statementTimeout,

        @NotNull Duration slowStatement,
        @NotNull Duration startupWait) {

    /** No node needs more: its fresh reads share queries too. */
    public static final int LARGEST_FRESH_POOL = 32;

    /** More statements at once would only wait for each other and for the disk. */
    public static final int LARGEST_SHOPPER_POOL = 100;

    /** Leaves connections of an embedded server to edits, commands and people. */
    public static final int LARGEST_POOL =
            EmbeddedPostgres.MAX_CONNECTIONS - LARGEST_FRESH_POOL - LARGEST_SHOPPER_POOL - 24;

    @AssertTrue(message = "DATABASE_POOL_WAIT must not be longer than DATABASE_READ_LIMIT")
    public boolean isPoolWaitAllowed() {
        return poolWait.toNanoseconds() <= readLimit.toNanoseconds();
    }

    /**
     * Checks what can be known about the database without a connection: its directory, or its URL and the file with its password.
     *
     * @throws OperatorException naming the variable
     */
    public void requireUsable() {
        if (isEmbedded()) {
            new DataDirectory(dataDirectory).requireNoFile();
            EmbeddedPostgres.requirePrograms();
        } else {
            DatabaseAddress.external(this);
        }
    }

    /** Returns how many statements of one kind of cached reads may run at once. There are two kinds: products and pages. */
    public int statementsOfAKind() {
        return Math.max(1, poolSize / 2);
    }

    /** Returns the same of fresh reads. There are five kinds: reviews, their summaries, questions, answers, and large pages of any. */
    int freshStatementsOfAKind() {
        return Math.max(1, freshPoolSize / 5);
    }

    /** Returns how long a shopper's write waits for the database in all. PostgreSQL has cancelled its statement by then. */
    public Duration writeLimit() {
        return Duration.seconds(socketTimeout());
    }

    /** Returns the seconds after which a connection counts as lost. PostgreSQL's own limit applies first. */
    long socketTimeout() {
        return statementTimeout.toSeconds() + 1;
    }

    boolean isEmbedded() {
        return url == null || url.isBlank();
    }

    /** Leaves out the password, and the URL, which may contain another password. */
    @Override
    public String toString() {
        return isEmbedded() ? "PostgreSQL in " + dataDirectory : "PostgreSQL of DATABASE_URL";
    }

    static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
