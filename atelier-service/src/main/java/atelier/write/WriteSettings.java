package atelier.write;

import atelier.cli.OperatorException;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of those who may write. Without tokens the service is read-only.
 *
 * @param tokens {@code name:token}, separated by commas
 * @param tokensFile a file with a {@code name:token} on each line; blank for none
 */
public record WriteSettings(
        @Nullable String tokens, @Nullable String tokensFile) {
    /** Returns whether anybody may write. */
    public boolean areAllowed() {
        return !isBlank(tokens) || !isBlank(tokensFile);
    }

    /**
     * Checks the tokens, and reads their file.
     *
     * @throws OperatorException if a token is malformed or too short, or the file cannot be read
     */
    public void requireUsable() {
        new Tokens(this);
    }

    static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    /** Leaves out the tokens. */
    @Override
    public String toString() {
        return "WriteSettings[" + (areAllowed() ? "tokens are set" : "no tokens") + "]";
    }
}
