package atelier.load;

/** Judges lines, and parts of lines, by their bytes. */
final class LineText {
    private static final byte CTRL_Z = 0x1A;

    private LineText() {}

    static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }

    static int skipBlanks(byte[] buffer, int from, int to) {
        int position = from;
        while (position < to && isBlank(buffer[position])) {
            position++;
        }
        return position;
    }

    /** Whether a line is blank, or has nothing but commas and empty quotes. */
    static boolean hasNoValue(byte[] buffer, int from, int to) {
        int position = from;
        while (position < to) {
            byte value = buffer[position];
            if (value == '"' && position + 1 < to && buffer[position + 1] == '"') {
                position++;
            } else if (!isBlank(value) && value != ',' && value != CTRL_Z) {
                return false;
            }
            position++;
        }
        return true;
    }

    /** Returns the number of fields, which is one more than the number of commas outside quotes. */
    static int countFields(byte[] buffer, int from, int to) {
        int fields = 1;
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            quoted ^= buffer[i] == '"';
            fields += buffer[i] == ',' && !quoted ? 1 : 0;
        }
        return fields;
    }
}
