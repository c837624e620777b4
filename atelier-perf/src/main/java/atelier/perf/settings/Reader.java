package atelier.perf.settings;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads settings and collects all mistakes, to report them together. */
final class Reader {
    private final UnaryOperator<@Nullable String> values;
    private final List<String> problems = new ArrayList<>();

    Reader(UnaryOperator<@Nullable String> values) {
        this.values = values;
    }

    <T> T read(Setting setting, Function<String, T> parser, T usual) {
        String text = values.apply(setting.word());
        if (text == null || text.isBlank()) {
            return setting == Setting.TARGET ? parser.apply(setting.usual()) : usual;
        }
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            wrong("-D%s=%s: %s".formatted(setting.word(), text, reason(e)));
            return usual;
        }
    }

    private static String reason(IllegalArgumentException failure) {
        if (failure instanceof InvalidPathException path) {
            return UsageException.message(path);
        }
        return failure instanceof NumberFormatException ? "not a number" : String.valueOf(failure.getMessage());
    }

    boolean has(Setting setting) {
        String text = values.apply(setting.word());
        return text != null && !text.isBlank();
    }

    void wrong(String problem) {
        problems.add(problem);
    }

    void finish() {
        if (!problems.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), problems));
        }
    }
}
