package atelier.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tables whose rows are computed in Java from other tables. A migration creates them empty and then completes them.
 *
 * @param name the name that an operator reads when the rows are missing
 * @param check whether all rows are there; must be fast, because every start calls it
 * @param completion writes the missing rows; may commit in between, and continues where an earlier call was interrupted
 */
public record DerivedData(String name, Check check, Completion completion) {
    @FunctionalInterface
    public interface Check {
        boolean isComplete(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    public interface Completion {
        void complete(Connection connection) throws SQLException;
    }
}
