package atelier.picture;

import java.util.List;
import java.util.Locale;

/**
 * A colour of a style.
 *
 * @param name what a shop calls it, such as {@code Bottle Green}
 * @param rgb such as {@code #1f4d3a}
 */
public record Colour(String name, String rgb) {
    public static final List<Colour> ALL = List.of(
            new Colour("Moss", "#6b7a3f"),
            new Colour("Ash", "#9a9c98"),
            new Colour("Ink", "#1f2a44"),
            new Colour("Oatmeal", "#d9c9a8"),
            new Colour("Rust", "#a94f26"),
            new Colour("Slate", "#56616c"),
            new Colour("Plum", "#5e2b4c"),
            new Colour("Cream", "#f2e8d0"),
            new Colour("Mustard", "#cf9a1f"),
            new Colour("Teal", "#1f7a7a"),
            new Colour("Brick", "#9c3d34"),
            new Colour("Pewter", "#7d8488"),
            new Colour("Clay", "#b8795a"),
            new Colour("Bottle Green", "#1f4d3a"),
            new Colour("Raven", "#24242a"),
            new Colour("Dove", "#c3c5cc"),
            new Colour("Sand", "#d8b98a"),
            new Colour("Cherry", "#a3182f"),
            new Colour("Fog", "#dfe3e4"),
            new Colour("Walnut", "#5c4230"));

    /** Returns the name as it stands in the name of a picture, such as {@code bottle-green}. */
    public String slug() {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
