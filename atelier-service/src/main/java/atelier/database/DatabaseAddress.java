package atelier.database;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is, as a JDBC URL that may name several servers, and as whom to log in.
 *
 * @param url without the secrets that the operator may have put there, as the driver and others log it
 * @param keyPassword of the client's key, where PostgreSQL asks for one
 */
public record DatabaseAddress(
        String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String keyPassword) {
    /** What stands between the scheme and the database's name, and the parameters. */
    private static final Pattern SEVERAL =
            Pattern.compile("jdbc:postgresql://(?<servers>[^/?]+,[^/?]+)(?<database>/[^?]*)(?:\\?.*)?");

    private static final Pattern SCHEME = Pattern.compile("[a-z:]{1,20}://");

    private static final String PASSWORD = "password";
    private static final String KEY_PASSWORD = "sslpassword";
    private static final List<String> SECRETS = List.of(PASSWORD, KEY_PASSWORD);

    /** The driver's parameters that choose among several servers. */
    private static final List<String> CHOICE = List.of("targetServerType", "loadBalanceHosts", "hostRecheckSeconds");

    public DatabaseAddress(String url, @Nullable String user, @Nullable String password) {
        this(url, user, password, null);
    }

    /**
     * Returns the one that the settings name.
     *
     * @throws OperatorException if it is no JDBC URL of PostgreSQL, or the file with the password cannot be read
     */
    static DatabaseAddress external(DatabaseSettings settings) {
        String url = String.valueOf(settings.url()).strip();
        if (!url.startsWith("jdbc:postgresql:")) {
            // Nothing more of it: what stands in the wrong variable may be a password.
            Matcher scheme = SCHEME.matcher(url);
            throw new OperatorException("DATABASE_URL must look like jdbc:postgresql://host:5432/database"
                    + (scheme.lookingAt() ? ", but starts with \"" + scheme.group() + "\"." : "."));
        }
        if (withoutParameters(url).contains("@")) {
            throw new OperatorException(
                    "DATABASE_URL names a user, which the driver does not read there: use DATABASE_USER and DATABASE_PASSWORD.");
        }
        String file = DatabaseSettings.blankToNull(settings.passwordFile());
        // One in the URL goes before one beside it, as it does for the driver.
        String password = secret(url, PASSWORD).orElse(file == null ? settings.password() : firstLine(file));
        String parameters = join(parameters(url).filter(parameter -> !isOneOf(SECRETS, parameter)));
        return new DatabaseAddress(
                withoutParameters(url) + parameters,
                settings.user(),
                password,
                secret(url, KEY_PASSWORD).orElse(null));
    }

    private static Optional<String> secret(String url, String name) {
        try {
            return parameters(url)
                    .filter(parameter -> isOneOf(List.of(name), parameter))
                    .map(parameter -> URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8))
                    .reduce((first, last) -> last);
        } catch (IllegalArgumentException e) {
            // Its message holds a part of the secret, so it goes no further.
            throw new OperatorException("In DATABASE_URL the " + name
                    + " has a % without two hexadecimal digits behind it: write %25 for a % itself.");
        }
    }

    private static Stream<String> parameters(String url) {
        int start = url.indexOf('?');
        return start < 0 ? Stream.of() : Stream.of(url.substring(start + 1).split("&"));
    }

    private static boolean isOneOf(List<String> names, String parameter) {
        return names.stream().anyMatch(name -> parameter.startsWith(name + "="));
    }

    private static String join(Stream<String> parameters) {
        String joined = parameters.collect(Collectors.joining("&"));
        return joined.isEmpty() ? "" : "?" + joined;
    }

    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    private static String firstLine(String file) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.findFirst()
                    .orElseThrow(() -> new OperatorException("DATABASE_PASSWORD_FILE is empty: " + file));
        } catch (IOException e) {
            throw new OperatorException("DATABASE_PASSWORD_FILE cannot be read: " + e, e);
        }
    }

    /** Returns the address of each server by itself. */
    List<DatabaseAddress> servers() {
        Matcher several = SEVERAL.matcher(url);
        return several.matches()
                ? Stream.of(several.group("servers").split(","))
                        .distinct()
                        .map(server -> with(several, server, Stream.of()))
                        .toList()
                : List.of(this);
    }

    /** Returns the address by which only that of several servers is used which can be written to. */
    DatabaseAddress primary() {
        Matcher several = SEVERAL.matcher(url);
        return several.matches()
                ? with(several, several.group("servers"), Stream.of("targetServerType=primary"))
                : this;
    }

    private DatabaseAddress with(Matcher several, String servers, Stream<String> choice) {
        Stream<String> others = parameters(url).filter(parameter -> !isOneOf(CHOICE, parameter));
        return new DatabaseAddress(
                "jdbc:postgresql://" + servers + several.group("database") + join(Stream.concat(others, choice)),
                user,
                password,
                keyPassword);
    }

    /** Returns the URL without its parameters. */
    String describe() {
        return withoutParameters(url);
    }

    /** Leaves out the passwords. */
    @Override
    public String toString() {
        return describe();
    }
}
