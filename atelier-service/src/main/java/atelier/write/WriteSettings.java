package atelier.write;

import org.jspecify.annotations.Nullable;

/**
 * Who may change the catalogue; nobody, if both are blank.
 *
 * @param tokens {@code name:token}, separated by commas
 * @param tokensFile a file with a {@code name:token} on each line; blank for none
 */
public record WriteSettings(
        @Nullable String tokens, @Nullable String tokensFile) {
    /** Tells whether anybody may. */
    public boolean areAllowed() {
        return !isBlank(tokens) || !isBlank(tokensFile);
    }

    static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    /** Without the tokens, wherever it may be printed. */
    @Override
    public String toString() {
        return "ChangeSettings[" + (areAllowed() ? "tokens are set" : "no tokens") + "]";
    }
}
