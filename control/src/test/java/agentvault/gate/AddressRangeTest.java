package agentvault.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AddressRangeTest {

    @Test
    void a_range_has_the_addresses_that_begin_alike() {
        var range = AddressRange.parse("10.20.0.0/14");

        assertThat(range.contains(InetAddress.ofLiteral("10.23.255.255"))).isTrue();
        assertThat(range.contains(InetAddress.ofLiteral("10.24.0.0"))).isFalse();
        assertThat(range.contains(InetAddress.ofLiteral("::1"))).isFalse();
        assertThat(AddressRange.parse("::1").contains(InetAddress.ofLiteral("::1")))
                .isTrue();
    }
}
