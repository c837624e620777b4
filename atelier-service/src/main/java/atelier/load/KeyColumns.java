package atelier.load;

/** The columns that identify a row, its owners and the rows it refers to, and the column that keeps the rows' order. */
final class KeyColumns {
    private KeyColumns() {}

    static final class Id extends Column {
        Id(int index, String name) {
            super(index, name);
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            int id = row.fields.number(index, 1);
            row.values.setNumber(index, id);
            row.values.setId(id);
            row.copy.number(id);
        }
    }

    static final class Parent extends Column {
        private final CsvTable owner;

        Parent(int index, String name, CsvTable owner) {
            super(index, name);
            this.owner = owner;
        }

        @Override
        CsvTable references() {
            return owner;
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            int id = row.knownId(index, owner, 1);
            row.values.setNumber(index, id);
            row.values.setOwners(row.referenced(index).copyWithOwners(id, row.copy), id);
        }
    }

    static final class Reference extends Column {
        private final CsvTable other;

        Reference(int index, String name, CsvTable other) {
            super(index, name);
            this.other = other;
        }

        @Override
        CsvTable references() {
            return other;
        }

        @Override
        void load(LoadingRow row) throws RowRejectedException {
            // Files write 0 for "none": that is an unknown id, not a malformed one.
            int id = row.knownId(index, other, 0);
            row.values.setNumber(index, id);
            row.copy.number(id);
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
