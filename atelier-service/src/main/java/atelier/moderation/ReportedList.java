package atelier.moderation;

import atelier.write.WriteTransactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what was reported.
 *
 * @param next the value of {@code after} for the next page; null on the last page
 */
record ReportedList(List<Reported> results, @Nullable String next) {
    /**
     * Reads a page.
     *
     * @throws SQLException if the database is unavailable or too slow
     */
    static ReportedList read(WriteTransactions transactions, ReportedCursor after, int count) throws SQLException {
        List<Reported> found = transactions.read(handle -> {
            ReportedDao dao = handle.attach(ReportedDao.class);
            dao.lockTables();
            // One row more shows whether there is a next page.
            List<Reported> rows = new ArrayList<>(dao.find(after, count + 1));
            for (Kind kind : Kind.values()) {
                if (kind.compareTo(after.kind()) > 0 && rows.size() <= count) {
                    rows.addAll(dao.find(ReportedCursor.startOf(kind), count + 1 - rows.size()));
                }
            }
            return rows;
        });
        return found.size() <= count
                ? new ReportedList(found, null)
                : new ReportedList(found.subList(0, count), found.get(count - 1).cursor());
    }
}
