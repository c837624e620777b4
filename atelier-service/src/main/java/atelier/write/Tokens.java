package atelier.write;

import atelier.cli.OperatorException;
import atelier.cli.SettingFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of those who may write, and their owners. Only digests of the tokens stay in memory. */
final class Tokens {
    private static final int SHORTEST = 32;

    /** The token as RFC 6750 spells it. */
    private static final Pattern ENTRY = Pattern.compile(
            "(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?<token>[A-Za-z0-9._~+/-]{" + SHORTEST + ",}=*)");

    private final List<Entry> entries = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // MessageDigest compares the digests.
    private record Entry(String name, byte[] digest) {}

    /**
     * Reads the tokens. An owner may have several tokens, so that a new token can be handed out before the old token ends.
     *
     * @throws OperatorException if a token is malformed or too short; the message does not show the token
     */
    Tokens(WriteSettings settings) {
        String given = settings.tokens();
        if (given != null && !given.isBlank()) {
            add("WRITE_TOKENS", List.of(given.split(",", -1)));
        }
        String file = settings.tokensFile();
        if (file != null && !file.isBlank()) {
            add(
                    "WRITE_TOKENS_FILE",
                    SettingFile.lines("WRITE_TOKENS_FILE", file).stream()
                            .filter(line -> !line.isBlank())
                            .toList());
        }
    }

    private void add(String setting, List<String> given) {
        for (int number = 0; number < given.size(); number++) {
            Matcher entry = ENTRY.matcher(given.get(number).strip());
            if (!entry.matches()) {
                throw new OperatorException(setting + ": number " + (number + 1)
                        + " is not name:token with a token of " + SHORTEST
                        + " or more letters, digits and -._~+/, as \"openssl rand -hex 32\" makes them.");
            }
            byte[] digest = digest(entry.group("token"));
            if (find(digest).isPresent()) {
                throw new OperatorException(setting + ": number " + (number + 1) + " repeats a token.");
            }
            entries.add(new Entry(entry.group("name"), digest));
        }
    }

    /** Returns the owner of a token. The time does not depend on how many characters are right. */
    Optional<String> owner(String token) {
        return find(digest(token));
    }

    private Optional<String> find(byte[] digest) {
        Optional<String> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.digest, digest)) {
                found = Optional.of(entry.name);
            }
        }
        return found;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
