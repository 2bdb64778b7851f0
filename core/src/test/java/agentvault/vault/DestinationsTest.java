package agentvault.vault;

import static agentvault.vault.TestVault.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.address.ServerUrl;
import agentvault.crypto.Octets;
import agentvault.id.Id;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the key of a credential is wrapped for: every way to send it somewhere, and nothing else.
class DestinationsTest {

    private static final Credential CREDENTIAL = TestVault.credential(new Credential.Type.Static());
    private static final Destination HERE =
            new Destination(HostPattern.of("api.example.com"), 443, false, new PathPattern("/v1/*"), List.of("GET"));
    private static final Attachment HEADER = new Attachment.ApiKey(KEY, new HeaderName("X-Key"), "Token ");
    private static final Placeholder PLACEHOLDER =
            new Placeholder(KEY, "__token__", Set.of(Placeholder.Surface.HEADER));
    private static final Service USES = service(1, HERE, HEADER, PLACEHOLDER);

    @TestFactory
    Stream<DynamicTest> every_change_of_a_service_that_uses_the_credential_counts() {
        Map<String, Service> changes = new LinkedHashMap<>();
        changes.put("host", at("**.example.com", 443, false, "/v1/*", "GET"));
        changes.put("port", at("api.example.com", 8443, false, "/v1/*", "GET"));
        changes.put("clear text", at("api.example.com", 443, true, "/v1/*", "GET"));
        changes.put("path", at("api.example.com", 443, false, "/*", "GET"));
        changes.put("methods", at("api.example.com", 443, false, "/v1/*", "GET", "POST"));
        changes.put("any method", at("api.example.com", 443, false, "/v1/*"));
        changes.put("attachment", service(1, HERE, new Attachment.Bearer(KEY), PLACEHOLDER));
        changes.put("header", service(1, HERE, header("X-Other", "Token "), PLACEHOLDER));
        changes.put("prefix", service(1, HERE, header("X-Key", ""), PLACEHOLDER));
        changes.put("placeholder", service(1, HERE, HEADER, exchanged("__other__", Placeholder.Surface.HEADER)));
        changes.put("surface", service(1, HERE, HEADER, exchanged("__token__", Placeholder.Surface.BODY)));
        changes.put("no placeholder", service(1, HERE, HEADER));
        changes.put("enabled", USES.with(USES.rule(), false, Instant.EPOCH));
        changes.put("archived", USES.archived(Instant.EPOCH));
        changes.put("a different service", service(2, HERE, HEADER, PLACEHOLDER));
        return changes.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(
                        change.getKey(),
                        () -> assertThat(digest(change.getValue())).isNotEqualTo(digest(USES))));
    }

    @Test
    void another_service_that_uses_the_credential_counts() {
        var second = service(2, HERE, new Attachment.Query(KEY, "token"));

        assertThat(digest(USES, second)).isNotEqualTo(digest(USES)).isEqualTo(digest(second, USES));
    }

    @Test
    void a_credential_inside_a_template_or_a_basic_pair_is_used() {
        var headers = new TreeMap<HeaderName, HeaderTemplate>();
        headers.put(new HeaderName("X-Key"), new HeaderTemplate("Token {{ TOKEN }}"));
        var basic = new Attachment.Basic(new Attachment.Half.Literal("x"), new Attachment.Half.OfCredential(KEY));

        assertThat(digest(service(2, HERE, new Attachment.Custom(headers)))).isNotEqualTo(digest());
        assertThat(digest(service(2, HERE, basic))).isNotEqualTo(digest());
    }

    @Test
    void services_that_do_not_use_the_credential_do_not_count() {
        var other = new CredentialKey("TOKEN_2");
        var bearer = service(2, HERE, new Attachment.Bearer(other));
        var passthrough = service(3, HERE, new Attachment.Passthrough());

        assertThat(digest(USES, bearer, passthrough)).isEqualTo(digest(USES));
        assertThat(digest(USES, bearer.with(bearer.rule(), false, Instant.EPOCH)))
                .isEqualTo(digest(USES));
    }

    @Test
    void where_an_oauth_credential_is_refreshed_counts() {
        var here = TestVault.credential(TestVault.oauth("https://auth.example.com/token"));
        var elsewhere = TestVault.credential(TestVault.oauth("https://evil.example/token"));

        assertThat(Destinations.digest(elsewhere, List.of(USES)))
                .isNotEqualTo(Destinations.digest(here, List.of(USES)));
    }

    @Test
    void what_a_service_is_bound_to_counts() {
        var sse = bound(Binding.Transport.SSE, "");

        assertThat(digest(sse))
                .isNotEqualTo(digest(USES))
                .isNotEqualTo(digest(bound(Binding.Transport.STREAMABLE_HTTP, "")))
                .isNotEqualTo(digest(bound(Binding.Transport.SSE, "team=a")))
                .isEqualTo(digest(bound(Binding.Transport.SSE, "")));
    }

    private static Service bound(Binding.Transport transport, String query) {
        var url = new ServerUrl(false, HostPattern.of("api.example.com"), 443, new CanonicalPath("/v1"), query);
        var binding = new Binding.Bound(CREDENTIAL.id(), new Binding.Target.McpServer(url, transport));
        return new Service(USES.id(), USES.vault(), USES.name(), USES.rule(), true, binding, USES.life());
    }

    @Test
    void what_a_service_is_called_does_not_count() {
        var renamed = new Service(
                USES.id(), USES.vault(), new Slug("renamed"), USES.rule(), true, USES.binding(), USES.life());

        assertThat(digest(renamed)).isEqualTo(digest(USES));
    }

    private static Octets digest(Service... services) {
        return Octets.of(Destinations.digest(CREDENTIAL, List.of(services)));
    }

    private static Service at(String host, int port, boolean cleartext, String path, String... methods) {
        var destination =
                new Destination(HostPattern.of(host), port, cleartext, new PathPattern(path), List.of(methods));
        return service(1, destination, HEADER, PLACEHOLDER);
    }

    private static Attachment header(String name, String prefix) {
        return new Attachment.ApiKey(KEY, new HeaderName(name), prefix);
    }

    private static Placeholder exchanged(String text, Placeholder.Surface surface) {
        return new Placeholder(KEY, text, Set.of(surface));
    }

    private static Service service(int id, Destination at, Attachment attachment, Placeholder... placeholders) {
        return new Service(
                new Id(5, id),
                TestVault.VAULT,
                new Slug("service"),
                new Service.Rule(new Reach.Destinations(List.of(at)), attachment, List.of(placeholders)),
                true,
                new Binding.Free(),
                TestVault.LIFE);
    }
}
