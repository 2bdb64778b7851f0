package agentvault.match;

import static agentvault.match.TestRules.BEARER;
import static agentvault.match.TestRules.PASSTHROUGH;
import static agentvault.match.TestRules.disabled;
import static agentvault.match.TestRules.matcher;
import static agentvault.match.TestRules.overriding;
import static agentvault.match.TestRules.placeholders;
import static agentvault.match.TestRules.service;
import static agentvault.match.TestRules.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.address.Reason;
import agentvault.vault.Attachment;
import agentvault.vault.Service;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET api.a.com/v1/x | exact-path",
                "GET api.a.com/v1/y | glob-long",
                "GET api.a.com/v2 | exact-host",
                "PUT api.a.com/v2 | exact-host",
                "GET api.a.com:8443/v2 | other-port",
                "GET http://api.a.com/v2 | clear-text",
                "GET b.a.com/ | one-label",
                "DELETE b.a.com/ | with-methods",
                "GET c.b.a.com/ | deep-near",
                "GET d.c.b.a.com/ | deep-near",
                "GET e.x.a.com/ | deep-far",
            })
    void the_most_specific_service_of_a_vault_decides(String request, String name) {
        var matcher = matcher(List.of(
                service(1, "deep-far", "**.a.com"),
                service(1, "deep-near", "**.b.a.com"),
                service(1, "one-label", "*.a.com"),
                service(1, "with-methods", "DELETE,PATCH *.a.com"),
                service(1, "exact-host", "api.a.com"),
                service(1, "other-port", "api.a.com:8443"),
                service(1, "clear-text", "http://api.a.com"),
                service(1, "glob-short", "api.a.com/v1*"),
                service(1, "glob-long", "api.a.com/v1/*"),
                service(1, "exact-path", "api.a.com/v1/x")));

        assertThat(matcher.decide(target(request)))
                .isInstanceOfSatisfying(
                        Decision.Inject.class,
                        inject -> assertThat(inject.service().name().text()).isEqualTo(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET evil-notion.com/",
                "GET notion.com.evil.com/",
                "GET notion.comx/",
                "GET a.b.notion.com/",
                "GET api.notion.com:8443/",
                "GET http://api.notion.com/",
                "GET http://api.notion.com:443/",
                "GET xapi.deep.com/",
                "GET deep.com/",
            })
    void what_no_service_names_is_unmatched(String request) {
        var matcher = matcher(
                List.of(service(1, "notion", "notion.com", "*.notion.com"), service(1, "deep", "**.api.deep.com")));

        assertThat(matcher.decide(target(request))).isEqualTo(new Decision.Unmatched(List.of()));
    }

    @Test
    void the_first_vault_with_a_matching_slot_decides_even_if_a_later_one_is_more_specific() {
        var wide = service(1, "wide", "**.a.com");
        var narrow = service(2, "narrow", "api.a.com/v1/x");

        assertThat(matcher(List.of(wide, narrow)).decide(target("GET api.a.com/v1/x")))
                .isEqualTo(new Decision.Inject(wide, List.of()));
        assertThat(matcher(List.of(narrow, wide)).decide(target("GET api.a.com/v2")))
                .isEqualTo(new Decision.Inject(wide, List.of()));
    }

    @Test
    void a_disabled_service_decides_and_nothing_falls_through() {
        var off = disabled(service(1, "off-now", "api.a.com/v1/*"));
        var on = service(1, "wide-on", "api.a.com");
        var later = service(2, "later", "api.a.com");

        assertThat(matcher(List.of(off, on, later)).decide(target("GET api.a.com/v1/x")))
                .isEqualTo(new Decision.Disabled(off));
        assertThat(matcher(List.of(off, on, later)).decide(target("GET api.a.com/v2")))
                .isEqualTo(new Decision.Inject(on, List.of()));
    }

    @Test
    void a_passthrough_service_is_named_and_takes_the_place_of_others() {
        var through = service(1, "through", PASSTHROUGH, List.of(), "api.a.com");

        assertThat(matcher(List.of(through, service(2, "later", "api.a.com"))).decide(target("GET api.a.com/")))
                .isEqualTo(new Decision.Passthrough(through, List.of()));
    }

    @Test
    void archived_services_are_gone() {
        var archived = service(1, "gone", "api.a.com").archived(Instant.EPOCH);

        assertThat(matcher(List.of(archived)).decide(target("GET api.a.com/")))
                .isEqualTo(new Decision.Unmatched(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/../admin, DOT_SEGMENT",
        "/v1/%2e%2e/admin, DOT_SEGMENT",
        "/v1/%252e/admin, ENCODED_TWICE",
        "//admin, EMPTY_SEGMENT",
        "/v1%2fadmin, ENCODED_SEPARATOR",
        "/v1;x, SEMICOLON",
    })
    void an_ambiguous_path_is_refused_where_a_rule_looks_at_paths(String path, Reason reason) {
        var scoped = service(1, "scoped", "api.a.com/v1/*");
        var whole = service(1, "whole", "api.a.com");

        assertThat(matcher(List.of(scoped, whole)).decide(target("GET api.a.com" + path)))
                .isEqualTo(new Decision.AmbiguousPath(scoped, reason));
        assertThat(matcher(List.of(whole)).decide(target("GET api.a.com" + path)))
                .isEqualTo(new Decision.Inject(whole, List.of()));
    }

    @Test
    void an_ambiguous_path_for_another_host_port_or_method_concerns_no_rule() {
        var scoped = service(1, "scoped", "POST api.a.com/v1/*");

        assertThat(List.of("GET api.a.com//x", "POST api.a.com:8443//x", "POST http://api.a.com//x", "POST b.com//x"))
                .allSatisfy(request -> assertThat(matcher(List.of(scoped)).decide(target(request)))
                        .isEqualTo(new Decision.Unmatched(List.of())));
    }

    @Test
    void methods_are_exact_and_an_override_is_refused_where_a_rule_looks_at_methods() {
        var reader = service(1, "reader", "GET,HEAD api.a.com/v1/*");
        var anything = service(1, "anything", "api.a.com");
        var matcher = matcher(List.of(reader, anything));

        assertThat(matcher.decide(target("GET api.a.com/v1/x"))).isEqualTo(new Decision.Inject(reader, List.of()));
        assertThat(matcher.decide(target("get api.a.com/v1/x"))).isEqualTo(new Decision.Inject(anything, List.of()));
        assertThat(matcher.decide(overriding(target("GET api.a.com/v1/x"))))
                .isEqualTo(new Decision.MethodOverride(reader));
        assertThat(matcher.decide(overriding(target("POST api.a.com/v1/x"))))
                .isEqualTo(new Decision.MethodOverride(reader));
        assertThat(matcher.decide(overriding(target("GET api.a.com/v2"))))
                .isEqualTo(new Decision.Inject(anything, List.of()));
    }

    @Test
    void placeholders_come_from_all_vaults_and_the_first_wins_per_text() {
        var slot = service(2, "slot", BEARER, List.of("__b__"), "api.a.com");
        var first = placeholders(1, "first", "__a__", "*.a.com");
        var second = placeholders(2, "second", "__a__", "api.a.com");
        var elsewhere = placeholders(2, "elsewhere", "__c__", "api.b.com");

        assertThat(matcher(List.of(first, slot, second, elsewhere)).decide(target("GET api.a.com/")))
                .isEqualTo(new Decision.Inject(slot, List.of(allowed(first), allowed(slot))));
    }

    @Test
    void the_most_specific_declaration_of_a_text_wins_in_its_vault() {
        var wide = placeholders(1, "wide", "__a__", "*.a.com");
        var narrow = placeholders(1, "narrow", "__a__", "api.a.com");

        assertThat(matcher(List.of(wide, narrow)).decide(target("GET api.a.com/")))
                .isEqualTo(new Decision.OnlyPlaceholders(List.of(allowed(narrow))));
    }

    @Test
    void a_disabled_declaration_shadows_later_ones_and_allows_nothing() {
        var off = disabled(placeholders(1, "off-now", "__a__", "api.a.com"));
        var later = placeholders(2, "later", "__a__", "api.a.com");

        assertThat(matcher(List.of(off, later)).decide(target("GET api.a.com/")))
                .isEqualTo(new Decision.OnlyPlaceholders(List.of()));
        assertThat(matcher(List.of(off)).decide(target("GET api.a.com/"))).isEqualTo(new Decision.Unmatched(List.of()));
    }

    @Test
    void a_declaration_that_cannot_be_judged_refuses_the_request() {
        var slot = service(1, "slot", "api.a.com");
        var byPath = placeholders(2, "by-path", "__a__", "api.a.com/v1/*");
        var byMethod = placeholders(2, "by-method", "__b__", "GET api.a.com");

        assertThat(matcher(List.of(slot, byPath)).decide(target("GET api.a.com//x")))
                .isEqualTo(new Decision.AmbiguousPath(byPath, Reason.EMPTY_SEGMENT));
        assertThat(matcher(List.of(slot, byMethod)).decide(overriding(target("GET api.a.com/x"))))
                .isEqualTo(new Decision.MethodOverride(byMethod));
    }

    @Test
    void a_session_wide_placeholder_goes_where_the_session_goes_and_nowhere_else() {
        var everywhere = placeholders(1, "everywhere", "__a__");
        var slot = service(2, "slot", "api.a.com/v1/*");
        var off = disabled(service(2, "off-now", "api.off.com"));
        var matcher = matcher(List.of(everywhere, slot, off), "*.allowed.com");

        assertThat(matcher.decide(target("GET api.a.com/v1/x")))
                .isEqualTo(new Decision.Inject(slot, List.of(allowed(everywhere))));
        assertThat(matcher.decide(target("GET b.allowed.com/")))
                .isEqualTo(new Decision.Unmatched(List.of(allowed(everywhere))));
        assertThat(List.of(
                        "GET api.a.com/v2",
                        "GET allowed.com/",
                        "GET b.allowed.com:8443/",
                        "GET http://b.allowed.com/",
                        "GET http://b.allowed.com:443/",
                        "GET evil.com/"))
                .allSatisfy(request ->
                        assertThat(matcher.decide(target(request))).isEqualTo(new Decision.Unmatched(List.of())));
        assertThat(matcher.decide(target("GET api.off.com/"))).isEqualTo(new Decision.Disabled(off));
    }

    @Test
    void an_address_is_matched_by_itself_alone() {
        var address = service(1, "address", "192.0.2.1");
        assertThat(matcher(List.of(address)).decide(target("GET 192.0.2.1/")))
                .isEqualTo(new Decision.Inject(address, List.of()));
        assertThat(matcher(List.of(address)).decide(target("GET 192.0.2.2/")))
                .isEqualTo(new Decision.Unmatched(List.of()));
    }

    private static AllowedPlaceholder allowed(Service service) {
        return new AllowedPlaceholder(service, service.rule().placeholders().getFirst());
    }

    @Test
    void a_tunnel_is_a_tunnel_whatever_placeholders_there_are() {
        var tunnel = service(1, "pinned", new Attachment.Tunnel(), List.of(), "api.a.com");
        var matcher = matcher(List.of(
                tunnel,
                service(1, "deeper", "api.a.com/v1/*"),
                placeholders(2, "looks-at-paths", "__key__", "api.a.com/v1/*")));

        for (var request : List.of("CONNECT api.a.com/", "GET api.a.com/v2")) {
            var target = target(request);
            assertThat(matcher.decide(target)).isEqualTo(new Decision.Tunnel(tunnel));
            assertThat(matcher.explain(target).decision()).isEqualTo(new Decision.Tunnel(tunnel));
        }
        assertThat(matcher.decide(target("GET api.a.com/v1/x"))).isInstanceOf(Decision.Inject.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.a.com/v1/*", "GET api.a.com", "http://api.a.com"})
    void a_tunnel_looks_at_nothing_within(String destination) {
        assertThatThrownBy(() -> service(1, "pinned", new Attachment.Tunnel(), List.of(), destination))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stays closed");
    }

    @Test
    void a_tunnel_has_no_placeholders() {
        assertThatThrownBy(() -> service(1, "pinned", new Attachment.Tunnel(), List.of("__key__"), "api.a.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stays closed");
    }
}
