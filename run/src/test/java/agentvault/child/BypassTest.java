package agentvault.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BypassTest {

    private static final String ALWAYS = "localhost,127.0.0.1,::1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                ".",
                "example.com",
                ".example.com",
                "*.example.com",
                "api.example.com:443",
                "metadata.google.internal",
                ".internal",
                "169.254.169.254",
                "fe80::1",
                "100.100.100.200",
                "10.0.0.0/8",
                "10.1.2",
                "10.1.2.300",
                "11.1.2.3",
                "172.32.0.1",
                "192.169.1.1",
                "8.8.8.8",
                "10.1.2.3.example.com",
                "notlocalhost",
                "0.0.0.0",
                "fd00::/8",
            })
    void what_may_lead_a_client_around_the_proxy_is_not_kept(String entry) {
        assertThat(new Bypass(Map.of("NO_PROXY", entry)).list()).isEqualTo(ALWAYS);
    }

    @Test
    void this_machine_and_single_private_addresses_are_kept() {
        var bypass = new Bypass(
                Map.of("NO_PROXY", "10.1.2.3, 127.0.0.53,LOCALHOST", "no_proxy", "fd00::1,app.localhost,10.1.2.3"));

        assertThat(bypass.list()).isEqualTo(ALWAYS + ",fd00::1,app.localhost,10.1.2.3,127.0.0.53");
        assertThat(bypass.forJava()).isEqualTo("localhost|127.*|[::1]|[fd00::1]|app.localhost|10.1.2.3");
    }
}
