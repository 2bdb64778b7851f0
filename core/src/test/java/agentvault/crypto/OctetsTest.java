package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OctetsTest {

    @Test
    void nobody_outside_can_change_them() {
        byte[] given = {1, 2};
        var octets = Octets.of(given);
        given[0] = 9;
        octets.bytes()[1] = 9;

        assertThat(octets.bytes()).containsExactly(1, 2);
    }

    @Test
    void equal_bytes_are_equal() {
        assertThat(Octets.of(new byte[] {1, 2}))
                .isEqualTo(Octets.of(new byte[] {1, 2}))
                .hasSameHashCodeAs(Octets.of(new byte[] {1, 2}))
                .isNotEqualTo(Octets.of(new byte[] {1, 3}));
    }

    @Test
    void long_ones_are_cut_in_print() {
        assertThat(Octets.of(new byte[] {1, (byte) 0xff})).hasToString("01ff");
        assertThat(Octets.of(new byte[100])).hasToString("0000000000000000… (100 bytes)");
    }
}
