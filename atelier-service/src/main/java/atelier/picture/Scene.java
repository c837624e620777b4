package atelier.picture;

import java.util.Locale;

/** Where a product is shown. */
public enum Scene {
    IN_THE_STUDIO,
    BY_THE_WINDOW,
    ON_THE_TABLE,
    UP_CLOSE;

    /** Returns the name as it stands in the name of a picture, such as {@code by-the-window}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
