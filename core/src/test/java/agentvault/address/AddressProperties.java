package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Rules that hold for every text, drawn from all of Unicode and from pieces that parsers stumble over.
class AddressProperties {

    /// What hosts, paths and URLs are made of, and what must not be in them.
    private static final String[] PIECES = {
        "a",
        "b.c",
        "com",
        "co.uk",
        "xn--",
        "bcher-kva",
        "-",
        "_",
        ".",
        "..",
        "*",
        "*.",
        "**.",
        "1",
        "127.0.0.1",
        "0x",
        "[",
        "]",
        "::",
        ":",
        ":443",
        "%",
        "%2e",
        "%2E",
        "%2f",
        "%5c",
        "%00",
        "%25",
        "%c0%ae",
        "%c3%bc",
        "%61",
        "/",
        "//",
        "\\",
        ";",
        "?",
        "#",
        "&",
        "=",
        "@",
        " ",
        "\t",
        "\0",
        "\r\n",
        "ü",
        "\u3002",
        "\uFF11",
        "\uD83D",
        "A",
        "~"
    };

    @Property
    void a_host_is_canonical_or_refused(@ForAll("hostile") String text) {
        if (CanonicalHost.parse(text) instanceof HostResult.Valid(CanonicalHost host)) {
            assertThat(CanonicalHost.parse(host.text())).isEqualTo(new HostResult.Valid(host));
            assertThat(host.text())
                    .isEqualTo(host.text().toLowerCase(Locale.ROOT))
                    .matches("[\\x21-\\x7E]+");
        }
    }

    @Property
    void an_authority_reads_back_as_itself(@ForAll("hostile") String text) {
        if (Authority.parse(text, 443) instanceof AuthorityResult.Valid(Authority authority))
            assertThat(Authority.parse(authority.text(), 1)).isEqualTo(new AuthorityResult.Valid(authority));
    }

    @Property
    void a_host_pattern_reads_back_as_itself(@ForAll("hostile") String text, @ForAll HostPolicy policy) {
        if (HostPattern.parse(text, policy) instanceof HostPatternResult.Valid(HostPattern pattern)) {
            assertThat(HostPattern.of(pattern.text())).isEqualTo(pattern);
            assertThat(HostPattern.parse(pattern.text(), policy)).isEqualTo(new HostPatternResult.Valid(pattern));
        }
    }

    @Property
    void a_path_is_one_form_or_ambiguous(@ForAll("hostile") String text) {
        if (CanonicalPath.parse("/" + text) instanceof PathResult.Plain(CanonicalPath path)) {
            assertThat(new CanonicalPath(path.text())).isEqualTo(path);
            assertThat(decoded(path.text())).isEqualTo(decoded("/" + text));
        }
    }

    @Property
    void no_plain_path_hides_a_dot_segment_or_a_separator(@ForAll("hostile") String text) {
        if (CanonicalPath.parse("/" + text) instanceof PathResult.Plain(CanonicalPath path)) {
            String twice = decoded(decoded(path.text()).replaceAll("%(?![0-9a-fA-F]{2})", "%25"));
            assertThat(twice).doesNotContain("//", "\\", ";", "\0");
            assertThat(twice.split("/", -1)).doesNotContain(".", "..");
            assertThat(twice.chars().filter(c -> c == '/').count())
                    .isEqualTo(text.chars().filter(c -> c == '/').count() + 1);
        }
    }

    @Property
    void a_path_pattern_reads_back_as_itself(@ForAll("hostile") String text) {
        if (PathPattern.parse("/" + text) instanceof PathPatternResult.Valid(PathPattern pattern)) {
            assertThat(new PathPattern(pattern.text())).isEqualTo(pattern);
            assertThat(pattern.covers(pattern)).isTrue();
            assertThat(PathPattern.EVERYTHING.covers(pattern)).isTrue();
        }
    }

    @Property
    void a_server_url_reads_back_as_itself(@ForAll("hostile") String text, @ForAll HostPolicy policy) {
        if (ServerUrl.parse("https://" + text, policy) instanceof ServerUrlResult.Valid(ServerUrl url)) {
            assertThat(ServerUrl.parse(url.normalised(), policy)).isEqualTo(new ServerUrlResult.Valid(url));
            assertThat(url.destinationBelow().covers(url.exactDestinations().getFirst()))
                    .isTrue();
        }
    }

    @Property
    void punycode_reads_back_as_itself(@ForAll String label) {
        String scalar = new String(label.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        if (scalar.length() < 64)
            assertThat(Punycode.decode(Punycode.encode(scalar))).isEqualTo(Optional.of(scalar));
    }

    @Provide
    Arbitrary<String> hostile() {
        var piece = Arbitraries.of(PIECES);
        var pieces = piece.list().ofMaxSize(8).map(list -> String.join("", list));
        return Arbitraries.frequencyOf(Tuple.of(4, pieces), Tuple.of(1, Arbitraries.strings()));
    }

    /// What a server sees that decodes escapes once, as Latin-1.
    private static String decoded(String text) {
        var result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                result.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                result.append(text.charAt(i));
            }
        }
        return result.toString();
    }
}
