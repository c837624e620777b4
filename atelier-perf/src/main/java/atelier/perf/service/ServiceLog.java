package atelier.perf.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log of the embedded service. */
record ServiceLog(Path file) {
    private static final int LAST_LINES = 10;

    /**
     * Returns the port of a connector, {@code application} or {@code admin}; empty until it listens.
     * The log line: {@code Started admin@26d5a317{HTTP/1.1, (http/1.1)}{127.0.0.1:42023}}.
     */
    OptionalInt port(String connector) {
        Matcher line = Pattern.compile("Started " + connector + "@\\w+\\{.*}\\{.*:(\\d+)}")
                .matcher(text());
        return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    }

    /** Returns the log's path and last lines, for an error message. */
    String end() {
        List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return last.isEmpty() ? file + " is empty." : "The end of " + file + ":\n  " + String.join("\n  ", last);
    }

    private String text() {
        try {
            // readString refuses a file that ends within a character.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
