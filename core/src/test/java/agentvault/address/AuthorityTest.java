package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "api.example.com, api.example.com:443",
        "api.example.com:443, api.example.com:443",
        "API.example.com.:8443, api.example.com:8443",
        "127.0.0.1:1, 127.0.0.1:1",
        "[::1]:65535, [::1]:65535",
        "[0::1], [::1]:443",
    })
    void reads_a_host_with_or_without_a_port(String written, String text) {
        assertThat(Authority.parse(written, 443))
                .isInstanceOfSatisfying(
                        AuthorityResult.Valid.class,
                        valid -> assertThat(valid.authority().text()).isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h:",
                "h:0",
                "h:65536",
                "h:0443",
                "h:443x",
                "h: 443",
                "h:443 ",
                "h:+443",
                "h:-1",
                "h:443:443",
                "h:4\t43",
                "h:\uFF14\uFF14\uFF13",
                "h:443/",
                "h:443?x",
                "h:99999999999",
                "[::1]:",
                "[::1]:x",
                "h::443"
            })
    void a_port_is_plain_digits_from_1_to_65535(String written) {
        assertThat(Authority.parse(written, 443)).isEqualTo(new AuthorityResult.Invalid(Reason.INVALID_PORT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":443",
                "h ",
                " h",
                "h\t",
                "h/",
                "h/path:443",
                "h?x",
                "h#x",
                "h\\x",
                "h,i",
                "h\r\n",
                "h\0",
                "::1",
                "[::1]443",
                "[good.com]:443",
                "[fe80::1%25lo]:443",
                "https://h"
            })
    void anything_but_host_and_port_is_refused(String written) {
        assertThat(Authority.parse(written, 443)).isInstanceOf(AuthorityResult.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "user:pass@h:443", "@h", "h:443@evil.com", "h@"})
    void user_information_is_refused(String written) {
        assertThat(Authority.parse(written, 443)).isEqualTo(new AuthorityResult.Invalid(Reason.USER_INFORMATION));
    }

    @Test
    void a_port_out_of_range_cannot_be_made() {
        var host = new CanonicalHost("h");
        assertThatThrownBy(() -> new Authority(host, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Authority(host, 65_536)).isInstanceOf(IllegalArgumentException.class);
    }
}
