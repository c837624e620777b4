package atelier.database;

import atelier.operator.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a PostgreSQL is, as a JDBC URL that may name several servers, and as whom to log in. */
record DatabaseAddress(
        String url, @Nullable String user, @Nullable String password) {
    /** What stands between the scheme and the database's name, and the parameters. */
    private static final Pattern SEVERAL =
            Pattern.compile("jdbc:postgresql://(?<servers>[^/?]+,[^/?]+)(?<database>/[^?]*)(?:\\?(?<parameters>.*))?");

    /** The driver's parameters that choose among several servers. */
    private static final List<String> CHOICE = List.of("targetServerType", "loadBalanceHosts", "hostRecheckSeconds");

    /**
     * Returns the one that the settings name.
     *
     * @throws OperatorException if it is no JDBC URL of PostgreSQL, or the file with the password cannot be read
     */
    static DatabaseAddress external(DatabaseSettings settings) {
        String url = String.valueOf(settings.url()).strip();
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new OperatorException(
                    "DATABASE_URL must look like jdbc:postgresql://host:5432/database, but starts with \""
                            + url.substring(0, Math.min(12, url.length())) + "\".");
        }
        if (url.replaceFirst("\\?.*", "").contains("@")) {
            throw new OperatorException(
                    "DATABASE_URL names a user, which the driver does not read there: use DATABASE_USER and DATABASE_PASSWORD.");
        }
        String file = DatabaseSettings.blankToNull(settings.passwordFile());
        return new DatabaseAddress(url, settings.user(), file == null ? settings.password() : firstLine(file));
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
        String database = several.group("database");
        String parameters = several.group("parameters");
        Stream<String> others = Stream.of(parameters == null ? new String[0] : parameters.split("&"))
                .filter(parameter -> CHOICE.stream().noneMatch(name -> parameter.startsWith(name + "=")));
        String kept = Stream.concat(others, choice).collect(Collectors.joining("&"));
        return new DatabaseAddress(
                "jdbc:postgresql://" + servers + database + (kept.isEmpty() ? "" : "?" + kept), user, password);
    }

    /** Returns the URL without its parameters, which may hold a password. */
    String describe() {
        return url.replaceFirst("\\?.*", "");
    }
}
