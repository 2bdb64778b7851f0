package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalHostTest {

    @ParameterizedTest
    @CsvSource({
        "api.notion.com, api.notion.com",
        "API.Notion.COM, api.notion.com",
        "api.notion.com., api.notion.com",
        "my_bucket.example.com, my_bucket.example.com",
        "r3---sn-abc.googlevideo.com, r3---sn-abc.googlevideo.com",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "XN--BCHER-KVA.example, xn--bcher-kva.example",
        "localhost, localhost",
        "7f000001, 7f000001",
        "1.2.3.4a, 1.2.3.4a",
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "[::1], [::1]",
        "[::], [::]",
        "[0:0:0:0:0:0:0:1], [::1]",
        "[2001:0DB8:0:0:1:0:0:1], [2001:db8::1:0:0:1]",
        "[2001:db8:0:1:1:1:1:1], [2001:db8:0:1:1:1:1:1]",
        "[1::3:4:5:6:7:8], [1:0:3:4:5:6:7:8]",
        "[1:2:3:4:5:6::], [1:2:3:4:5:6::]",
        "[::ffff:127.0.0.1], [::ffff:7f00:1]",
        "[64:ff9b::192.0.2.33], [64:ff9b::c000:221]",
    })
    void has_one_form(String written, String canonical) {
        assertThat(CanonicalHost.parse(written)).isEqualTo(new HostResult.Valid(new CanonicalHost(canonical)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "127.1",
                "127.0.1",
                "0x7f000001",
                "0X7F000001",
                "0x7f.1",
                "0x",
                "example.0x1",
                "0177.0.0.1",
                "017700000001",
                "00.0.0.0",
                "256.0.0.1",
                "1.2.3.4.5",
                "1.2.3",
                "example.1",
                "0",
                "4294967296"
            })
    void a_name_that_ends_in_a_number_is_no_host(String written) {
        assertThat(CanonicalHost.parse(written)).isEqualTo(new HostResult.Invalid(Reason.NUMERIC_NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1.", "127.0.0.1..", "a..b", ".a", "a..", ".."})
    void empty_labels_and_addresses_with_a_trailing_dot_are_no_hosts(String written) {
        assertThat(CanonicalHost.parse(written)).isEqualTo(new HostResult.Invalid(Reason.LABEL_LENGTH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFF11\uFF12\uFF17.0.0.1",
                "bücher.example",
                "faß.de",
                "exam\u200Dple.com",
                "example\u3002com",
                "\uFF45xample.com",
                "\u212Aelvin.example",
                "evil\uD83D\uDE00.com",
                "\uD800.com"
            })
    void characters_outside_ascii_are_refused_never_mapped(String written) {
        assertThat(CanonicalHost.parse(written)).isEqualTo(new HostResult.Invalid(Reason.NOT_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[fe80::1%25lo]",
                "[fe80::1%lo]",
                "[good.com]",
                "[[::1]]",
                "[::1",
                "[]",
                "[1::2::3]",
                "[:::]",
                "[:1]",
                "[1:]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7::8:9]",
                "[12345::]",
                "[::1.2.3]",
                "[::01.2.3.4]",
                "[1.2.3.4::]",
                "[127.0.0.1]",
                "[::1]x",
                "[::g]",
                "[::1] ",
                "[v1.a]",
                "[::\uFF11]"
            })
    void brackets_hold_an_ipv6_address_and_nothing_else(String written) {
        assertThat(CanonicalHost.parse(written)).isEqualTo(new HostResult.Invalid(Reason.INVALID_IPV6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", " a", "a ", "a\tb", "a\r\n", "a\0", "a@b", "a/b", "a:80", "a,b", "a%2e", "*.a", "a\\b", "a?b",
                "a#b", "::1", "fe80::1", "a]", "{a}"
            })
    void other_characters_are_refused(String written) {
        assertThat(CanonicalHost.parse(written)).isEqualTo(new HostResult.Invalid(Reason.INVALID_CHARACTER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a.com", "a-.com", "_a.com", "a_.com", "a.-b", "a.b-", "-"})
    void labels_start_and_end_with_a_letter_or_digit(String written) {
        assertThat(CanonicalHost.parse(written)).isEqualTo(new HostResult.Invalid(Reason.HYPHEN_AT_EDGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--.com",
                "xn--abc-.com",
                "xn--99999999.com",
                "xn--bcher-kva0.com",
                "a.xn--a",
                "xn--wca.com",
                "xn--x-6q0i.com",
                "xn--ex-8tb.com",
                "xn--a-.com",
                "xn--ab-qa.com"
            })
    void xn_labels_encode_a_name_that_needs_it(String written) {
        assertThat(CanonicalHost.parse(written)).isInstanceOf(HostResult.Invalid.class);
    }

    @Test
    void labels_have_at_most_63_characters_and_names_253() {
        String label = "a".repeat(63);
        String name = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(CanonicalHost.parse(name)).isInstanceOf(HostResult.Valid.class);
        assertThat(CanonicalHost.parse(name + ".")).isInstanceOf(HostResult.Valid.class);
        assertThat(CanonicalHost.parse(name + "a")).isEqualTo(new HostResult.Invalid(Reason.TOO_LONG));
        assertThat(CanonicalHost.parse(label + "a.com")).isEqualTo(new HostResult.Invalid(Reason.LABEL_LENGTH));
        assertThat(CanonicalHost.parse("")).isEqualTo(new HostResult.Invalid(Reason.EMPTY));
        assertThat(CanonicalHost.parse(".")).isEqualTo(new HostResult.Invalid(Reason.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "[::1], true", "a.com, false", "1.2.3.4a, false", "localhost, false"})
    void knows_addresses_from_names(String host, boolean address) {
        assertThat(new CanonicalHost(host).isAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A.com", "a.com.", "[::0]", "127.1", "", "[2001:DB8::]"})
    void cannot_be_made_of_another_form(String text) {
        assertThatThrownBy(() -> new CanonicalHost(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bücher, bcher-kva",
        "ü, tda",
        "他们为什么不说中文, ihqwcrb4cv8a8dqg056pqjye",
        "3年B組金八先生, 3B-ww4c5e180e575a65lsy2b",
        "MajiでKoiする5秒前, MajiKoi5-783gue6qz075azm5e",
    })
    void punycode_agrees_with_the_examples_of_rfc_3492(String label, String encoded) {
        assertThat(Punycode.encode(label)).isEqualTo(encoded);
    }
}
