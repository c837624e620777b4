package atelier.load;

import java.util.List;
import java.util.Objects;

/** The columns that identify a row, its owners and the rows it refers to, and the column that keeps the rows' order. */
final class KeyColumns {
    private KeyColumns() {}

    static final class Id extends Column {
        private final int highest;

        Id(int index, String name, int highest) {
            super(index, name);
            this.highest = highest;
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            int id = row.fields.number(index, 1, highest, RejectReason.NOT_A_NUMBER);
            row.values.setNumber(index, id);
            row.values.setId(id);
            row.copy.number(id);
        }
    }

    /** A column with the id of a row of another table, which must have been loaded. */
    private abstract static class OtherId extends Column {
        private final CsvTable other;
        private final int lowest;

        OtherId(int index, String name, CsvTable other, int lowest) {
            super(index, name);
            this.other = other;
            this.lowest = lowest;
        }

        @Override
        final CsvTable references() {
            return other;
        }

        /** Checks the id, and keeps it. */
        final int known(LoadingRow row) throws RowRejectedException {
            int id = row.knownId(index, other, lowest);
            row.values.setNumber(index, id);
            return id;
        }
    }

    static final class Parent extends OtherId {
        Parent(int index, String name, CsvTable owner) {
            super(index, name, owner, 1);
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            int id = known(row);
            row.values.setOwners(row.referenced(index).copyWithOwners(id, row.copy), id);
        }
    }

    static final class Reference extends OtherId {
        Reference(int index, String name, CsvTable other) {
            // Files write 0 for "none": that is an unknown id, not a malformed one.
            super(index, name, other, 0);
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            row.copy.number(known(row));
        }
    }

    /** A reference to the row that owns this row. It is not stored with the rows that this row owns. */
    static final class Owner extends OtherId {
        Owner(int index, String name, CsvTable owner) {
            super(index, name, owner, 0);
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            int id = known(row);
            row.values.setOwners(id, id);
            row.copy.number(id);
        }
    }

    /** The check that the rows to which two columns refer have the same owner. */
    static final class SameOwner extends Column {
        private final Column first;
        private final Column second;
        private final RejectReason reason;

        SameOwner(int index, Column first, Column second, RejectReason reason) {
            super(index, "");
            this.first = first;
            this.second = second;
            this.reason = reason;
        }

        List<CsvTable> compared() {
            return List.of(Objects.requireNonNull(first.references()), Objects.requireNonNull(second.references()));
        }

        @Override
        boolean isInFile() {
            return false;
        }

        @Override
        boolean isStored() {
            return false;
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            if (row.ownerOfReferenced(first) != row.ownerOfReferenced(second)) {
                throw row.fields.rejected(reason, first.index);
            }
        }
    }

    /** The row's number in its file, which keeps the order of the file. */
    static final class Position extends Column {
        Position(int index) {
            super(index, "position");
        }

        @Override
        boolean isInFile() {
            return false;
        }

        @Override
        void load(LoadingRow row) {
            row.copy.number(row.number);
        }
    }
}
