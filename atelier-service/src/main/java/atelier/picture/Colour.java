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

    /** Returns the colour of the lines of a drawing in this colour: darker, or lighter if nothing darker could be seen. */
    String lines() {
        return brightness() < 60 ? mixedWith(0xffffff, 0.38) : mixedWith(0, 0.5);
    }

    /** Returns a second colour that suits this one. */
    String companion() {
        return brightness() < 110 ? mixedWith(0xf2e8d0, 0.6) : mixedWith(0x2a2a30, 0.45);
    }

    /** Returns a pale tint for a background. */
    String tint() {
        return mixedWith(0xf1eee8, 0.8);
    }

    private int brightness() {
        int value = value();
        return (3 * (value >> 16) + 6 * (value >> 8 & 0xff) + (value & 0xff)) / 10;
    }

    private String mixedWith(int other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double part = (value() >> shift & 0xff) * (1 - share) + (other >> shift & 0xff) * share;
            mixed |= (int) Math.round(part) << shift;
        }
        return String.format(Locale.ROOT, "#%06x", mixed);
    }

    private int value() {
        return Integer.parseInt(rgb.substring(1), 16);
    }
}
