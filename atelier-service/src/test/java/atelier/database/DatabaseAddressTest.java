package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void eachServerHasAnAddressOfItsOwn(String several, String each) {
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
    void amongSeveralThePrimaryCanBeAskedFor(String several, String primary) {
        assertThat(address(several).primary().url()).isEqualTo("jdbc:postgresql:" + primary);
    }

    private static DatabaseAddress address(String url) {
        return new DatabaseAddress("jdbc:postgresql:" + url, "user", "password");
    }
}
