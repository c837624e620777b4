package atelier.picture;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a picture shows, as its name says: {@code waistcoat-in-bottle-green-and-mustard-by-the-window}.
 *
 * @param second the other colour of a style that has two different ones
 */
record Picture(String thing, Colour first, @Nullable Colour second, Scene scene) {
    private static final Map<String, Colour> COLOURS =
            Colour.ALL.stream().collect(Collectors.toMap(Colour::slug, Function.identity()));

    private static final Map<String, Scene> SCENES =
            Stream.of(Scene.values()).collect(Collectors.toMap(Scene::slug, Function.identity()));

    private static final Pattern NAME = Pattern.compile(
            "([a-z]{1,20})-in-([a-z-]{1,20}?)(?:-and-([a-z-]{1,20}?))?-(" + String.join("|", SCENES.keySet()) + ")");

    /** Returns the picture with a name, if there is one. */
    static Optional<Picture> named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Colour first = COLOURS.get(parts.group(2));
        Colour second = parts.group(3) == null ? null : COLOURS.get(parts.group(3));
        Scene scene = SCENES.get(parts.group(4));
        if (first == null || scene == null || (second == null && parts.group(3) != null)) {
            return Optional.empty();
        }
        return Optional.of(new Picture(parts.group(1), first, first.equals(second) ? null : second, scene));
    }

    /** Returns what a screen reader says. */
    String title() {
        return (thing + " in " + first.slug() + (second == null ? "" : " and " + second.slug()) + ", " + scene.slug())
                .replace('-', ' ');
    }
}
