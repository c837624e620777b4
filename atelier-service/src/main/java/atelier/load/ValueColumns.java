package atelier.load;

import atelier.bytes.GrowingBytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/** The columns that hold numbers, prices, flags and days. */
final class ValueColumns {
    private ValueColumns() {}

    static final class Whole extends Column {
        private final int lowest;

        Whole(int index, String name, int lowest) {
            super(index, name);
            this.lowest = lowest;
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            int number = row.fields.number(index, lowest);
            row.values.setNumber(index, number);
            row.copy.number(number);
        }
    }

    /** A whole number in a range, with a reject reason that names the range. */
    static final class Small extends Column {
        private final int lowest;
        private final int highest;
        private final RejectReason reason;

        Small(int index, String name, int lowest, int highest) {
            super(index, name);
            this.lowest = lowest;
            this.highest = highest;
            reason = RejectReason.notBetween(lowest, highest);
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            int number = row.fields.number(index, lowest, highest, reason);
            row.values.setNumber(index, number);
            row.copy.smallNumber(number);
        }
    }

    /** A day as its number since 1970; its JSON is the day's beginning in UTC. */
    static final class Day extends Column {
        Day(int index, String name) {
            super(index, name);
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            long day = row.fields.day(index);
            row.values.setNumber(index, day);
            row.copy.day(day);
        }

        @Override
        public String select() {
            return "(" + storedAs() + " - DATE '1970-01-01')";
        }

        @Override
        public void json(RowValues values, GrowingBytes json) {
            json.add("\"" + LocalDate.ofEpochDay(values.number(index)) + "T00:00:00.000Z\"");
        }
    }

    /** A price in cents; -1 stands for null. */
    static final class Price extends Column {
        private static final long NONE = -1;

        private final boolean nullable;

        Price(int index, String name, boolean nullable) {
            super(index, name);
            this.nullable = nullable;
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            long cents = nullable ? row.fields.priceOrZero(index) : row.fields.price(index);
            if (nullable && cents == 0) {
                row.values.setNumber(index, NONE);
                row.copy.nothing();
            } else {
                row.values.setNumber(index, cents);
                row.copy.price(cents);
            }
        }

        @Override
        public String select() {
            return "(" + storedAs() + " * 100)::bigint";
        }

        @Override
        public void read(ResultSet row, int position, RowValues values) throws SQLException {
            long cents = row.getLong(position);
            values.setNumber(index, row.wasNull() ? NONE : cents);
        }

        @Override
        public void json(RowValues values, GrowingBytes json) {
            long cents = values.number(index);
            if (cents == NONE) {
                json.add("null");
            } else {
                json.price(cents);
            }
        }
    }

    static final class Flag extends Column {
        Flag(int index, String name) {
            super(index, name);
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            boolean flag = row.fields.flag(index);
            row.values.setNumber(index, flag ? 1 : 0);
            row.copy.flag(flag);
        }

        @Override
        public void read(ResultSet row, int position, RowValues values) throws SQLException {
            values.setNumber(index, row.getBoolean(position) ? 1 : 0);
        }

        @Override
        public void json(RowValues values, GrowingBytes json) {
            json.add(values.number(index) == 1 ? "true" : "false");
        }
    }
}
