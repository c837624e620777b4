package atelier.database;

import atelier.cli.OperatorException;
import atelier.cli.SettingFile;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The JDBC URL of a PostgreSQL, which may name several servers, and the login.
 *
 * @param url the URL without secrets, because the driver and others log it
 * @param keyPassword the password of the client's TLS key, if there is one
 */
public record DatabaseAddress(
        String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String keyPassword) {
    /** A URL with several servers. */
    private static final Pattern SEVERAL =
            Pattern.compile("jdbc:postgresql://(?<servers>[^/?]+,[^/?]+)(?<database>/[^?]*)(?:\\?.*)?");

    private static final Pattern SCHEME = Pattern.compile("[a-z:]{1,20}://");

    private static final String PASSWORD = "password";
    private static final String PREPARE_THRESHOLD = "prepareThreshold";
    private static final String KEY_PASSWORD = "sslpassword";
    private static final List<String> SECRETS = List.of(PASSWORD, KEY_PASSWORD);

    /** The driver's parameters that choose between several servers. */
    private static final List<String> CHOICE = List.of("targetServerType", "loadBalanceHosts", "hostRecheckSeconds");

    public DatabaseAddress(String url, @Nullable String user, @Nullable String password) {
        this(url, user, password, null);
    }

    /**
     * Returns the address in the settings.
     *
     * @throws OperatorException if the URL is not PostgreSQL's, or the password file cannot be read
     */
    static DatabaseAddress external(DatabaseSettings settings) {
        String url = String.valueOf(settings.url()).strip();
        if (!url.startsWith("jdbc:postgresql:")) {
            // The message shows only the scheme, because a value in the wrong variable may be a password.
            Matcher scheme = SCHEME.matcher(url);
            throw new OperatorException("DATABASE_URL must look like jdbc:postgresql://host:5432/database"
                    + (scheme.lookingAt() ? ", but starts with \"" + scheme.group() + "\"." : "."));
        }
        if (withoutParameters(url).contains("@")) {
            throw new OperatorException(
                    "DATABASE_URL names a user, which the driver does not read there: use DATABASE_USER and DATABASE_PASSWORD.");
        }
        String file = DatabaseSettings.blankToNull(settings.passwordFile());
        // A password in the URL takes precedence, as it does in the driver.
        String password = secret(url, PASSWORD).orElse(file == null ? settings.password() : firstLine(file));
        String parameters = join(parameters(url).filter(parameter -> !isOneOf(SECRETS, parameter)));
        String withoutSecrets = withoutParameters(url) + parameters;
        if (Driver.parseURL(withoutSecrets, null) == null) {
            throw new OperatorException("DATABASE_URL must look like jdbc:postgresql://host:5432/database, but is "
                    + withoutParameters(url) + ".");
        }
        return new DatabaseAddress(
                withoutSecrets,
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
            // The cause is left out: its message contains a part of the secret.
            throw new OperatorException("In DATABASE_URL the " + name
                    + " has a % that two hexadecimal digits do not follow: write %25 for a % sign.");
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
        return SettingFile.lines("DATABASE_PASSWORD_FILE", file).get(0);
    }

    /** Returns the address of each server. */
    List<DatabaseAddress> servers() {
        Matcher several = SEVERAL.matcher(url);
        return several.matches()
                ? Stream.of(several.group("servers").split(","))
                        .distinct()
                        .map(server -> with(several, server, Stream.of()))
                        .toList()
                : List.of(this);
    }

    /** Returns the address that reaches only the primary. */
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

    /** Returns the address for a server that forgets prepared statements. A parameter in the URL takes precedence. */
    DatabaseAddress withoutPreparedStatements() {
        return parameters(url).anyMatch(parameter -> isOneOf(List.of(PREPARE_THRESHOLD), parameter))
                ? this
                : new DatabaseAddress(
                        withoutParameters(url)
                                + join(Stream.concat(parameters(url), Stream.of(PREPARE_THRESHOLD + "=0"))),
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
