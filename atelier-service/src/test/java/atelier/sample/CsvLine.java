package atelier.sample;

import java.util.ArrayList;
import java.util.List;

/** A parsed line. The parser shares no code with the writer. */
record CsvLine(List<String> fields, boolean closed) {
    static final String NULL = "null";

    static CsvLine parse(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '"') {
                if (quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                    field.append('"');
                    at++;
                } else {
                    quoted = !quoted;
                }
            } else if (character == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return new CsvLine(fields, !quoted);
    }

    int width() {
        return fields.size();
    }

    String text(int column) {
        return fields.get(column);
    }

    long number(int column) {
        return Long.parseLong(fields.get(column).strip().replace("$", ""));
    }
}
