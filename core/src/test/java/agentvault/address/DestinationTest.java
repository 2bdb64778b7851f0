package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Canonical;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

    private static final HostPattern STRIPE = HostPattern.of("api.stripe.com");

    @Test
    void is_https_on_443_with_every_path_and_method_unless_it_says_otherwise() {
        assertThat(Destination.of(STRIPE).text()).isEqualTo("https://api.stripe.com:443/*");
        assertThat(destination(8080, true, "/v1/*", "POST", "GET", "POST").text())
                .isEqualTo("GET,POST http://api.stripe.com:8080/v1/*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET,POST", "G T", "GET:", "G\nT", "GÉT", "(GET)"})
    void methods_are_tokens(String method) {
        assertThatThrownBy(() -> destination(443, false, "/*", method)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void ports_are_ports(int port) {
        assertThatThrownBy(() -> destination(port, false, "/*")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void covers_what_is_no_wider_in_any_part() {
        var wide = new Destination(HostPattern.of("**.stripe.com"), 443, false, new PathPattern("/v1/*"), List.of());

        assertThat(wide.covers(destination(443, false, "/v1/charges", "GET"))).isTrue();
        assertThat(wide.covers(destination(443, false, "/v2/charges", "GET"))).isFalse();
        assertThat(wide.covers(destination(8443, false, "/v1/charges"))).isFalse();
        assertThat(wide.covers(destination(443, true, "/v1/charges"))).isFalse();
        assertThat(wide.covers(Destination.of(HostPattern.of("stripe.com")))).isFalse();
    }

    @Test
    void more_methods_are_wider_and_case_counts() {
        var get = destination(443, false, "/*", "GET");

        assertThat(destination(443, false, "/*", "GET", "POST").covers(get)).isTrue();
        assertThat(get.covers(destination(443, false, "/*", "GET", "POST"))).isFalse();
        assertThat(get.covers(destination(443, false, "/*"))).isFalse();
        assertThat(get.covers(destination(443, false, "/*", "get"))).isFalse();
    }

    @Test
    void every_part_counts_in_the_encoding() {
        var all = List.of(
                destination(443, false, "/*"),
                destination(444, false, "/*"),
                destination(443, true, "/*"),
                destination(443, false, "/a*"),
                destination(443, false, "/*", "GET"),
                destination(443, false, "/*", "GET", "PUT"),
                Destination.of(HostPattern.of("*.stripe.com")));

        assertThat(all.stream().map(Destination::text)).doesNotHaveDuplicates();
        assertThat(all.stream().map(DestinationTest::encoding)).doesNotHaveDuplicates();
    }

    private static List<Byte> encoding(Destination destination) {
        var out = Canonical.of("test", 1);
        destination.writeTo(out);
        var bytes = new ArrayList<Byte>();
        for (byte b : out.bytes()) bytes.add(b);
        return bytes;
    }

    private static Destination destination(int port, boolean cleartext, String path, String... methods) {
        return new Destination(STRIPE, port, cleartext, new PathPattern(path), List.of(methods));
    }
}
