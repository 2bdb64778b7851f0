package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.command.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:14321, http://127.0.0.1:14321",
        "HTTP://LocalHost:80/, http://localhost",
        "https://Vault.Example.com:443, https://vault.example.com",
        "https://vault.example.com/av/, https://vault.example.com/av",
        "http://[::1]:14321, http://[::1]:14321",
    })
    void has_one_spelling(String typed, String spelled) {
        assertThat(Address.of(typed)).hasToString(spelled);
        assertThat(Address.of(spelled)).isEqualTo(Address.of(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vault.example.com",
                "ftp://vault.example.com",
                "http://",
                "http://ann:hunter2@vault.example.com",
                "https://vault.example.com?token=hunter2",
                "https://vault.example.com#hunter2",
                "http://a b",
                "http://a:99999"
            })
    void what_is_no_address_is_refused_without_repeating_it(String typed) {
        assertThatThrownBy(() -> Address.of(typed))
                .isInstanceOf(Failure.class)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void this_machine_is_known_by_its_names_alone() {
        assertThat(Address.of("http://127.9.9.9").loopback()).isTrue();
        assertThat(Address.of("http://localhost").loopback()).isTrue();
        assertThat(Address.of("http://[::1]").loopback()).isTrue();
        assertThat(Address.of("http://127.evil.example").loopback()).isFalse();
        assertThat(Address.of("http://10.0.0.1").loopback()).isFalse();
    }

    @Test
    void a_name_in_a_path_stays_one_segment() {
        assertThat(Request.get("v1", "vaults", "../a b/ü").target()).isEqualTo("/v1/vaults/..%2Fa%20b%2F%C3%BC");
        assertThat(Request.get("v1", "..", "x").target()).isEqualTo("/v1/%2E%2E/x");
        assertThat(Request.get("v1")
                        .query("a", "x&y")
                        .query("none", "")
                        .query("b", "1")
                        .target())
                .isEqualTo("/v1?a=x%26y&b=1");
    }
}
