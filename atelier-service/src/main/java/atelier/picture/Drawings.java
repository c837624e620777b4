package atelier.picture;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Draws pictures as SVG. Equal pictures of equal width are equal byte by byte. */
public final class Drawings {
    private static final int HEIGHT_PER_WIDTH_PERCENT = 125;

    private final Map<String, String> things = read("things.txt");
    private final Map<String, String> scenes = read("scenes.txt");

    /** Returns what can be drawn, such as {@code jumper}. */
    public Set<String> things() {
        return things.keySet();
    }

    /**
     * Returns the picture with a name, if there is one.
     *
     * @param width the width in pixels at which browsers show the picture if a page does not say another
     */
    Optional<byte[]> draw(String name, int width) {
        return Picture.named(name)
                .filter(picture -> things.containsKey(picture.thing()))
                .map(picture -> draw(picture, width).getBytes(StandardCharsets.UTF_8));
    }

    private String draw(Picture picture, int width) {
        Colour first = picture.first();
        Colour second = picture.second();
        String thing = things.getOrDefault(picture.thing(), "")
                .replace("@m", first.rgb())
                .replace("@s", second == null ? first.companion() : second.rgb())
                .replace("@d", first.lines());
        String scene = scenes.getOrDefault(picture.scene().slug(), "")
                .replace("@t", first.tint())
                .replace("@product", thing);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="%s" height="%s" role="img">
                <title>%s</title>
                <filter id="f" x="-20%%" y="-20%%" width="140%%" height="140%%">\
                <feDropShadow dx="0" dy="7" stdDeviation="7" flood-opacity=".25"/></filter>
                %s</svg>
                """.formatted(width, width * HEIGHT_PER_WIDTH_PERCENT / 100, picture.title(), scene);
    }

    /** Reads sections with a heading in brackets; lines that begin with # are comments. */
    private static Map<String, String> read(String file) {
        try {
            String text = Resources.toString(Resources.getResource(Drawings.class, file), StandardCharsets.UTF_8);
            Map<String, String> sections = new HashMap<>();
            String name = "";
            for (String line : text.lines().toList()) {
                if (line.startsWith("[")) {
                    name = line.substring(1, line.length() - 1);
                    sections.put(name, "");
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    sections.merge(name, line + "\n", String::concat);
                }
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
