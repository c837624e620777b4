package atelier.sample;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files with sentences: sections with a heading in brackets, a sentence a line. */
final class Phrases {
    private Phrases() {}

    /** Returns the lines of each section, by its heading. Lines in front of the first heading belong to "". */
    static Map<String, List<String>> read(String file) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        sections.put("", section);
        for (String line : lines(file)) {
            if (line.startsWith("[")) {
                section = new ArrayList<>();
                sections.put(line.substring(1, line.length() - 1), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                section.add(line);
            }
        }
        return sections;
    }

    private static List<String> lines(String file) {
        try {
            return Resources.readLines(Resources.getResource(Phrases.class, file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
