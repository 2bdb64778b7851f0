package agentvault.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.match.TestRules;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.OauthSettings;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.workspace.Examples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What approving does that a person has to say yes to.
class EffectTest {

    private static final Id VAULT = Examples.id(1);
    private static final CredentialKey KEY = new CredentialKey("KEY");
    private static final CredentialKey FRESH = new CredentialKey("FRESH");

    private final List<Service> services = new ArrayList<>();
    private final List<Credential> credentials =
            new ArrayList<>(List.of(Examples.credential(Examples.id(9), VAULT, "KEY", Examples.octets("value"))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // now          | proposed               | needed
                "nowhere        | a.com                  | new_destination:KEY:https://a.com:443/*",
                "a.com          | a.com                  | ''",
                "a.com          | a.com/v1/*             | ''",
                "a.com/v1/*     | a.com/v1/x             | ''",
                "a.com/v1/*     | a.com                  | wider_path:KEY:https://a.com:443/*",
                "a.com/v1/*     | a.com/v2/*             | wider_path:KEY:https://a.com:443/v2/*",
                "GET a.com      | a.com                  | wider_path:KEY:https://a.com:443/*",
                "GET a.com      | GET,POST a.com         | wider_path:KEY:GET,POST https://a.com:443/*",
                "a.com          | b.com                  | new_destination:KEY:https://b.com:443/*",
                "a.com          | a.com:8443             | new_destination:KEY:https://a.com:8443/*",
                "a.com          | http://a.com:443       | new_destination:KEY:http://a.com:443/* cleartext:KEY:http://a.com:443/*",
                "http://a.com   | http://a.com           | ''",
                "a.com          | *.a.com                | new_destination:KEY:https://*.a.com:443/* wildcard:KEY:https://*.a.com:443/*",
                "*.a.com        | b.a.com                | ''",
                "*.a.com        | **.a.com               | new_destination:KEY:https://**.a.com:443/* wildcard:KEY:https://**.a.com:443/*",
                "**.a.com       | *.a.com                | ''",
            })
    void an_existing_credential_goes_nowhere_new_without_a_yes(String now, String proposed, String needed) {
        if (!now.equals("nowhere")) services.add(service("one", KEY, now));

        assertThat(String.join(" ", codes(set("one", rule(KEY, proposed))))).isEqualTo(needed);
        assertThat(String.join(" ", codes(set("another", rule(KEY, proposed))))).isEqualTo(needed);
    }

    @Test
    void a_new_credential_needs_a_yes_only_for_what_is_dangerous_in_itself() {
        var slot = new Slot.Set(FRESH, new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());

        assertThat(codes(List.of(set("one", rule(FRESH, "a.com"))), List.of(slot)))
                .isEmpty();
        assertThat(codes(List.of(set("one", rule(FRESH, "http://a.com"))), List.of(slot)))
                .containsExactly("cleartext:FRESH:http://a.com:80/*");
        assertThat(codes(List.of(set("one", rule(FRESH, "*.a.com"))), List.of(slot)))
                .containsExactly("wildcard:FRESH:https://*.a.com:443/*");
    }

    @Test
    void another_place_of_the_same_requests_needs_a_yes() {
        services.add(service("one", KEY, "a.com"));
        var query = new Service.Rule(reach("a.com"), new Attachment.Query(KEY, "token"), List.of());
        var path = new Service.Rule(
                reach("a.com"),
                new Attachment.Bearer(KEY),
                List.of(new Placeholder(KEY, "__key__", Set.of(Placeholder.Surface.PATH))));

        assertThat(codes(set("one", query))).containsExactly("new_place:KEY:https://a.com:443/* in query");
        assertThat(codes(set("one", path))).containsExactly("new_place:KEY:https://a.com:443/* in path");
    }

    @Test
    void enabling_what_was_off_is_a_new_destination() {
        var service = service("one", KEY, "a.com");
        services.add(service.with(service.rule(), false, Instant.EPOCH));

        assertThat(codes(new ServiceChange.Switch(new Slug("one"), true)))
                .containsExactly("new_destination:KEY:https://a.com:443/*");
        assertThat(codes(new ServiceChange.Switch(new Slug("one"), false))).isEmpty();
    }

    @Test
    void what_falls_to_a_broader_service_needs_a_yes() {
        services.add(service("all", KEY, "**.a.com"));
        var open = new Service.Rule(reach("public.a.com"), new Attachment.Passthrough(), List.of());
        services.add(service("open", open));
        services.add(service("narrow", KEY, "x.public.a.com"));

        assertThat(codes(new ServiceChange.Remove(new Slug("open"))))
                .containsExactly("uncovered:KEY:https://public.a.com:443/*");
        assertThat(codes(set(
                        "open", new Service.Rule(reach("public.a.com/v1/*"), new Attachment.Passthrough(), List.of()))))
                .containsExactly("uncovered:KEY:https://public.a.com:443/*");
        assertThat(codes(new ServiceChange.Switch(new Slug("open"), false))).isEmpty();
        assertThat(codes(new ServiceChange.Remove(new Slug("all")))).isEmpty();
    }

    @Test
    void another_token_url_needs_a_yes() {
        assertThat(codes(List.of(), List.of(oauth("https://a.com/token"))))
                .containsExactly("token_url:KEY:https://a.com/token");
        credentials.set(0, connectedTo("https://a.com/token"));

        assertThat(codes(List.of(), List.of(oauth("https://a.com/token")))).isEmpty();
        assertThat(codes(List.of(), List.of(oauth("https://b.com/token"))))
                .containsExactly("token_url:KEY:https://b.com/token");
    }

    @Test
    void shows_what_goes_where_before_and_after() {
        services.add(service("one", KEY, "a.com"));
        services.add(service("waiting", FRESH, "c.com"));
        var slot = new Slot.Set(FRESH, new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());

        var effect = effect(List.of(set("one", rule(FRESH, "b.com"))), List.of(slot, new Slot.Delete(KEY)));

        assertThat(effect.services())
                .containsExactly(
                        new Effect.OnService(
                                new Slug("one"),
                                Effect.Change.CHANGED,
                                List.of(flow(KEY, "a.com")),
                                List.of(flow(FRESH, "b.com"))),
                        new Effect.OnService(
                                new Slug("waiting"), Effect.Change.AFFECTED, List.of(), List.of(flow(FRESH, "c.com"))));
        assertThat(effect.credentials())
                .containsExactly(
                        new Effect.OnCredential(
                                FRESH, Effect.Change.ADDED, List.of(new Slug("one"), new Slug("waiting"))),
                        new Effect.OnCredential(KEY, Effect.Change.REMOVED, List.of()));
        assertThat(effect.acknowledgements()).isEmpty();
    }

    private List<String> codes(ServiceChange change) {
        return codes(List.of(change), List.of());
    }

    private List<String> codes(List<ServiceChange> changes, List<Slot> slots) {
        return effect(changes, slots).acknowledgements().stream()
                .map(Acknowledgement::code)
                .toList();
    }

    private Effect effect(List<ServiceChange> changes, List<Slot> slots) {
        return new Comparison(new Request(changes, slots, "", ""), services, credentials).effect();
    }

    private static ServiceChange set(String name, Service.Rule rule) {
        return new ServiceChange.Set(new Slug(name), rule, true);
    }

    private static Service service(String name, CredentialKey key, String destination) {
        return service(name, rule(key, destination));
    }

    private static Service service(String name, Service.Rule rule) {
        var id = new Id(5, name.hashCode());
        return new Service(id, VAULT, new Slug(name), rule, true, new Binding.Free(), Examples.life());
    }

    private static Service.Rule rule(CredentialKey key, String destination) {
        return new Service.Rule(reach(destination), new Attachment.Bearer(key), List.of());
    }

    private static Reach reach(String destination) {
        return new Reach.Destinations(List.of(TestRules.destination(destination)));
    }

    private static Flow flow(CredentialKey key, String destination) {
        return new Flow(key, TestRules.destination(destination), Placeholder.Surface.HEADER);
    }

    private static Slot oauth(String tokenUrl) {
        return new Slot.Set(KEY, type(tokenUrl), Slot.Help.NONE, new Slot.Supply.ByPerson());
    }

    private static Credential connectedTo(String tokenUrl) {
        var stored = Examples.credential(Examples.id(9), VAULT, "KEY", Examples.octets("value"));
        return stored.with(type(tokenUrl), stored.material(), Instant.EPOCH);
    }

    private static Credential.Type type(String tokenUrl) {
        return new Credential.Type.Oauth(new OauthSettings(
                tokenUrl, "client", OauthSettings.ClientAuthentication.NONE, "", "", Until.forever()));
    }
}
