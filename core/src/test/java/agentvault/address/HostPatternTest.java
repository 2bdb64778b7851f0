package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {

    @ParameterizedTest
    @CsvSource({
        "notion.com, notion.com, true",
        "notion.com, evil-notion.com, false",
        "notion.com, notion.com.evil.com, false",
        "notion.com, notion.comx, false",
        "notion.com, api.notion.com, false",
        "*.notion.com, notion.com, false",
        "*.notion.com, api.notion.com, true",
        "*.notion.com, a.b.notion.com, false",
        "*.notion.com, evil-notion.com, false",
        "*.notion.com, xnotion.com, false",
        "*.notion.com, api.notion.com.evil.com, false",
        "**.notion.com, notion.com, false",
        "**.notion.com, api.notion.com, true",
        "**.notion.com, a.b.notion.com, true",
        "**.notion.com, evilnotion.com, false",
        "127.0.0.1, 127.0.0.1, true",
    })
    void wildcards_stand_for_whole_labels_and_never_for_none(String pattern, String host, boolean matches) {
        assertThat(HostPattern.of(pattern).matches(new CanonicalHost(host))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "*, WILDCARD_ALONE",
        "**, WILDCARD_ALONE",
        "*., EMPTY",
        "***.example.com, WILDCARD_PLACE",
        "a.*.com, WILDCARD_PLACE",
        "a*.example.com, WILDCARD_PLACE",
        "*a.example.com, WILDCARD_PLACE",
        "*.*.example.com, WILDCARD_PLACE",
        "example.*, WILDCARD_PLACE",
        "*.127.0.0.1, WILDCARD_ADDRESS",
        "**.[::1], WILDCARD_ADDRESS",
        "*.com, WILDCARD_PUBLIC_SUFFIX",
        "**.com, WILDCARD_PUBLIC_SUFFIX",
        "*.co.uk, WILDCARD_PUBLIC_SUFFIX",
        "*.anything.ck, WILDCARD_PUBLIC_SUFFIX",
        "*.kawasaki.jp, WILDCARD_PUBLIC_SUFFIX",
        "*.xn--55qx5d.cn, WILDCARD_PUBLIC_SUFFIX",
        "*.nosuchtopleveldomain, WILDCARD_PUBLIC_SUFFIX",
        "127.0.0.1, ADDRESS_LITERAL",
        "[::1], ADDRESS_LITERAL",
        "localhost, INTERNAL_NAME",
        "localhost.localdomain, INTERNAL_NAME",
        "internal, INTERNAL_NAME",
        "kubernetes, INTERNAL_NAME",
        "kubernetes.default, INTERNAL_NAME",
        "kubernetes.default.svc.cluster.local, INTERNAL_NAME",
        "metadata.google.internal, INTERNAL_NAME",
        "metadata.google, INTERNAL_NAME",
        "instance-data, INTERNAL_NAME",
        "*.internal, INTERNAL_NAME",
        "printer, INTERNAL_NAME",
        "host.c0m, INTERNAL_NAME",
        "host.c, INTERNAL_NAME",
        "'', EMPTY",
        "a@example.com, INVALID_CHARACTER",
        "bücher.de, NOT_ASCII",
        "127.1, NUMERIC_NAME",
    })
    void a_rule_for_the_public_names_of_one_owner_is_all_that_can_be_written(String text, Reason reason) {
        assertThat(HostPattern.parse(text, HostPolicy.PUBLIC_ONLY)).isEqualTo(new HostPatternResult.Invalid(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.stripe.com",
                "*.example.com",
                "**.example.co.uk",
                "*.www.ck",
                "*.city.kawasaki.jp",
                "github.io"
            })
    void public_names_and_wildcards_over_one_owner_are_valid(String text) {
        assertThat(HostPattern.parse(text, HostPolicy.PUBLIC_ONLY))
                .isEqualTo(new HostPatternResult.Valid(HostPattern.of(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.github.io",
                "*.amazonaws.com",
                "**.amazonaws.com",
                "**.s3.amazonaws.com",
                "*.googleapis.com",
                "*.eu-west-1.compute.amazonaws.com"
            })
    void a_wildcard_over_customers_of_one_provider_needs_an_acknowledgement(String text) {
        assertThat(HostPattern.parse(text, HostPolicy.PUBLIC_ONLY))
                .isEqualTo(new HostPatternResult.NeedsAcknowledgement(HostPattern.of(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "[::1]",
                "printer",
                "*.internal",
                "*.svc.cluster.local",
                "metadata.google"
            })
    void an_internal_policy_allows_names_of_the_inside(String text) {
        assertThat(HostPattern.parse(text, HostPolicy.INTERNAL_ALLOWED))
                .isEqualTo(new HostPatternResult.Valid(HostPattern.of(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.com", "*.10.0.0.1", "*.printer"})
    void an_internal_policy_does_not_loosen_wildcards(String text) {
        assertThat(HostPattern.parse(text, HostPolicy.INTERNAL_ALLOWED)).isInstanceOf(HostPatternResult.Invalid.class);
    }

    @Test
    void the_most_specific_comes_first() {
        var patterns = Stream.of("**.com", "**.b.com", "*.b.com", "*.a.b.com", "a.b.com")
                .map(HostPattern::of);
        assertThat(patterns.sorted(HostPattern.MOST_SPECIFIC_FIRST).map(HostPattern::text))
                .containsExactly("a.b.com", "*.a.b.com", "*.b.com", "**.b.com", "**.com");
    }

    @ParameterizedTest
    @CsvSource({
        "a.com, a.com, true",
        "a.com, *.a.com, false",
        "*.a.com, b.a.com, true",
        "*.a.com, *.a.com, true",
        "*.a.com, **.a.com, false",
        "*.a.com, *.b.a.com, false",
        "**.a.com, *.a.com, true",
        "**.a.com, **.b.a.com, true",
        "**.b.a.com, **.a.com, false",
        "**.a.com, *.ba.com, false",
    })
    void covering_means_that_no_host_is_new(String wide, String narrow, boolean covers) {
        assertThat(HostPattern.of(wide).covers(HostPattern.of(narrow))).isEqualTo(covers);
    }

    @Test
    void a_wildcard_over_an_address_cannot_be_made() {
        assertThatThrownBy(() -> HostPattern.of("*.127.0.0.1")).isInstanceOf(IllegalArgumentException.class);
    }
}
