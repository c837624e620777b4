package atelier.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,,127.0.0.1",
        "127.0.0.1,192.0.2.7,192.0.2.7",
        "[::1],192.0.2.7,192.0.2.7",
        "0:0:0:0:0:0:0:1,192.0.2.7,192.0.2.7",
        "10.1.2.3,192.0.2.7,192.0.2.7",
        "172.31.0.1,192.0.2.7,192.0.2.7",
        "192.168.0.1,192.0.2.7,192.0.2.7",
        "fd00::1,192.0.2.7,192.0.2.7",
        "127.0.0.1,'198.51.100.1, 192.0.2.7',192.0.2.7",
        "127.0.0.1,' ,192.0.2.7 ',192.0.2.7",
        "198.51.100.9,192.0.2.7,198.51.100.9",
        "172.32.0.1,192.0.2.7,172.32.0.1",
        "127.0.0.1,2001:db8:1:2:3:4:5:6,20010db800010002",
        "127.0.0.1,2001:db8:1:2:ffff::1,20010db800010002",
        "2001:db8:1:3::1,192.0.2.7,20010db800010003",
        "127.0.0.1,::ffff:192.0.2.7,192.0.2.7",
        "127.0.0.1,unknown,127.0.0.1",
        "127.0.0.1,example.com,127.0.0.1",
        "127.0.0.1,'192.0.2.7,',127.0.0.1",
        "127.0.0.1,192.0.2.7:1234,127.0.0.1",
        "a name,192.0.2.7,a name"
    })
    void theProxysClientIsTheClient(String peer, @Nullable String forwardedFor, String client) {
        assertThat(ClientAddress.of(peer, forwardedFor)).isEqualTo(client);
    }
}
