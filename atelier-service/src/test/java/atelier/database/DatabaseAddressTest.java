package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            //a/x | //a/x
            //a:1/x?ssl=true&targetServerType=any | //a:1/x?ssl=true&targetServerType=any
            x | x
            //a,b/x | //a/x //b/x
            //a:1,[::1]:2,c/x?ssl=true | //a:1/x?ssl=true //[::1]:2/x?ssl=true //c/x?ssl=true
            //a,b/x?targetServerType=preferSecondary&ssl=true&loadBalanceHosts=true | //a/x?ssl=true //b/x?ssl=true
            //a,b/?loadBalanceHosts=true | //a/ //b/
            //a,b,a/x | //a/x //b/x
            """)
    void multiHostUrlIsSplitIntoOneUrlPerServer(String several, String each) {
        assertThat(address(several).servers().stream()
                        .map(server -> server.url().substring("jdbc:postgresql:".length()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(each);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            //a/x?ssl=true | //a/x?ssl=true
            //a,b/x | //a,b/x?targetServerType=primary
            //a:1,b/x?targetServerType=preferSecondary&ssl=true&loadBalanceHosts=true | //a:1,b/x?ssl=true&targetServerType=primary
            """)
    void primaryUrlTargetsOnlyThePrimary(String several, String primary) {
        assertThat(address(several).primary().url()).isEqualTo("jdbc:postgresql:" + primary);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            //a/x?password=se%26cret+1 | //a/x | se&cret 1 |
            //a/x?password=other&ssl=true&password=secret | //a/x?ssl=true | secret |
            //a,b/x?ssl=true&sslpassword=key&user=me | //a,b/x?ssl=true&user=me | beside | key
            //a/x?passwords=3 | //a/x?passwords=3 | beside |
            """)
    void secretsAreRemovedFromTheUrl(String given, String url, String password, String keyPassword) {
        DatabaseAddress address = DatabaseAddress.external(settings("jdbc:postgresql:" + given));

        assertThat(address).isEqualTo(new DatabaseAddress("jdbc:postgresql:" + url, "user", password, keyPassword));
        assertThat(address.toString()).isEqualTo("jdbc:postgresql:" + url.replaceFirst("\\?.*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "postgres://me:secret@host/x",
                "jdbc:postgresql://me:secret@host/x",
                "jdbc:postgresql://host/x?password=secret%zz",
                "jdbc:postgresql://host/x?sslpassword=%secret"
            })
    void messageForInvalidUrlContainsNoSecret(String url) {
        assertThatThrownBy(() -> DatabaseAddress.external(settings(url)))
                .isInstanceOf(OperatorException.class)
                .hasNoCause()
                .message()
                .contains("DATABASE_URL")
                .doesNotContain("secret");
    }

    private static DatabaseSettings settings(String url) {
        Duration second = Duration.seconds(1);
        return new DatabaseSettings(
                url, "user", "beside", null, Path.of("none"), 2, 4, second, second, second, second, second, second);
    }

    private static DatabaseAddress address(String url) {
        return new DatabaseAddress("jdbc:postgresql:" + url, "user", "password");
    }
}
