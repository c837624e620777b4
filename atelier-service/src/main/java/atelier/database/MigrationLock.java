package atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Date;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LockException;
import liquibase.lockservice.DatabaseChangeLogLock;
import liquibase.lockservice.LockService;
import org.jspecify.annotations.Nullable;

/**
 * Gives Liquibase the {@link CatalogueLock} in place of its own lock, a table row that a killed process would leave behind.
 * Liquibase finds this class through {@code META-INF/services}.
 */
public final class MigrationLock implements LockService {
    private static final int BEFORE_LIQUIBASES_OWN = 100;

    private @Nullable Database database;
    private boolean held;

    @Override
    public int getPriority() {
        return BEFORE_LIQUIBASES_OWN;
    }

    @Override
    public boolean supports(Database database) {
        return database instanceof PostgresDatabase && database.getConnection() instanceof JdbcConnection;
    }

    @Override
    public void setDatabase(Database database) {
        this.database = database;
    }

    @Override
    public boolean hasChangeLogLock() {
        return held;
    }

    @Override
    public void waitForLock() throws LockException {
        if (held) {
            return;
        }
        try {
            // While the wait goes on, the transaction must not hold other locks.
            database().rollback();
            CatalogueLock.await(connection());
            database().commit();
        } catch (SQLException | DatabaseException e) {
            throw new LockException(e);
        }
        held = true;
        // Liquibase may have read the history before the wait.
        Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .resetAll();
    }

    @Override
    public boolean acquireLock() throws LockException {
        waitForLock();
        return true;
    }

    @Override
    public void releaseLock() throws LockException {
        if (!held) {
            return;
        }
        held = false;
        try {
            // After a failed change the transaction accepts no other statement.
            database().rollback();
            CatalogueLock.release(connection());
        } catch (SQLException | DatabaseException e) {
            throw new LockException(e);
        }
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // Liquibase's type.
    public DatabaseChangeLogLock[] listLocks() throws LockException {
        try {
            return CatalogueLock.holders(connection()).stream()
                    .map(pid -> new DatabaseChangeLogLock(1, new Date(), "process " + pid + " of PostgreSQL"))
                    .toArray(DatabaseChangeLogLock[]::new);
        } catch (SQLException e) {
            throw new LockException(e);
        }
    }

    /** Refuses, because the holder of the lock is alive, and the lock ends with its session. */
    @Override
    public void forceReleaseLock() throws LockException {
        DatabaseChangeLogLock[] locks = listLocks();
        if (locks.length > 0) {
            throw new LockException("An import or a migration is running, in " + locks[0].getLockedBy()
                    + ". The lock ends with it; SELECT pg_terminate_backend ends both.");
        }
    }

    private Database database() {
        if (database == null) {
            throw new IllegalStateException("Liquibase has set no database");
        }
        return database;
    }

    private Connection connection() {
        return ((JdbcConnection) database().getConnection()).getUnderlyingConnection();
    }

    @Override
    public void setChangeLogLockWaitTime(long minutes) {
        // CatalogueLock has a limit of its own.
    }

    @Override
    public void setChangeLogLockRecheckTime(long seconds) {
        // PostgreSQL wakes the waiting session.
    }

    @Override
    public void init() {
        // There is no table to create.
    }

    @Override
    public void reset() {
        // Nothing is cached.
    }

    @Override
    public void destroy() {
        // There is no table to drop.
    }
}
