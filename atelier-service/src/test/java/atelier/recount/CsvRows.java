package atelier.recount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The good rows of a CSV file, by docs/importing.md alone: none of the service's code reads the file. */
final class CsvRows {
    private CsvRows() {}

    /** Decides whether a row is good, and keeps it. A row of which a field is malformed throws an IllegalArgumentException. */
    interface Keeper {
        /** Returns whether everything to which the row refers is there. */
        boolean keep(Fields row);
    }

    /** The fields of a row in the order of the published header; a bare {@code null} is null. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares rows.
    record Fields(@Nullable String[] texts) {
        int number(int column) {
            return Integer.parseInt(trimmed(column).replaceFirst("\\.0$", ""));
        }

        boolean flag(int column) {
            return switch (trimmed(column).toLowerCase(Locale.ROOT)) {
                case "1", "true" -> true;
                case "0", "false" -> false;
                default -> throw new IllegalArgumentException("no flag: " + trimmed(column));
            };
        }

        String trimmed(int column) {
            return text(column).strip();
        }

        String text(int column) {
            String text = texts[column];
            return text == null ? "" : text;
        }
    }

    /** Hands each row with a new id to the keeper; the first of several rows with one id counts, if it is good. */
    static void read(Path file, String published, Keeper keeper) throws IOException {
        String content = Files.readString(file, StandardCharsets.UTF_8);
        List<String> lines = (content.startsWith("\uFEFF") ? content.substring(1) : content)
                .lines()
                .toList();
        List<String> wanted = names(published);
        List<String> found = names(lines.get(0));
        boolean hasHeader = !Character.isDigit(lines.get(0).charAt(0));
        Set<Integer> ids = new HashSet<>();
        for (String line : lines.subList(hasHeader ? 1 : 0, lines.size())) {
            List<@Nullable String> fields = split(line);
            if (line.isBlank() || fields.size() != wanted.size()) {
                continue;
            }
            @Nullable String[] texts = new String[wanted.size()];
            for (int column = 0; column < texts.length; column++) {
                texts[hasHeader ? wanted.indexOf(found.get(column)) : column] = fields.get(column);
            }
            Fields row = new Fields(texts);
            try {
                if (!ids.contains(row.number(0)) && keeper.keep(row)) {
                    ids.add(row.number(0));
                }
            } catch (IllegalArgumentException malformed) {
                // The import rejects it too.
            }
        }
    }

    private static List<String> names(String header) {
        return Arrays.stream(header.split(",", -1))
                .map(name -> name.strip().replace("\"", "").replace("_", "").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<@Nullable String> split(String line) {
        List<@Nullable String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int at = 0; at <= line.length(); at++) {
            char c = at < line.length() ? line.charAt(at) : ',';
            if (c == '"' && quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else if (c == '"') {
                quoted = !quoted;
                wasQuoted = true;
            } else if (c == ',' && (!quoted || at == line.length())) {
                String text = field.toString();
                boolean isNull =
                        !wasQuoted && (text.isBlank() || text.strip().equalsIgnoreCase("null") || text.equals("\\N"));
                fields.add(isNull ? null : text);
                field.setLength(0);
                wasQuoted = false;
            } else {
                field.append(c);
            }
        }
        return fields;
    }
}
