package agentvault.cloud;

import agentvault.document.Document;
import agentvault.id.IdKind;
import agentvault.vault.Binding;
import agentvault.vault.Binding.Target;
import agentvault.vault.Binding.Transport;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.OauthSettings;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Until;
import agentvault.workspace.BoundCredentials;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Shows bound credentials, and nothing that is secret about them.
///
/// The first generation of Qoder's protocol names the transport of an MCP server, and shows a credential flat; the
/// second names none and nests what authenticates. A credential is shown in the shape in which it was made.
final class CredentialView {

    private CredentialView() {}

    static Document of(Manner manner, BoundCredentials.Pair pair) {
        var credential = pair.credential();
        var document = new Document()
                .with("id", manner.id(IdKind.CREDENTIAL, credential.id()))
                .with("vault_id", manner.id(IdKind.VAULT, credential.vault()));
        if (manner == Manner.QODER) document.with("status", credential.life().active() ? "active" : "archived");
        var flat = flat(pair.service()).filter(_ -> manner == Manner.QODER);
        document.and(flat.orElseGet(() -> new Document().with("type", "vault_credential")));
        document.with("auth", auth(pair));
        var name = manner == Manner.QODER ? "" : credential.profile().displayName();
        Times.maybe(document, "display_name", Optional.of(name).filter(text -> !text.isEmpty()));
        return document.with("metadata", Times.labels(credential.profile().metadata()))
                .and(Times.life(credential.life()));
    }

    private static Optional<Document> flat(Service service) {
        if (!(target(service) instanceof Target.McpServer(var url, var transport))) return Optional.empty();
        return protocol(transport)
                .map(protocol -> new Document()
                        .with("mcp_server_url", url.normalised())
                        .with("protocol", protocol)
                        .with("type", "static_bearer"));
    }

    private static Optional<String> protocol(Transport transport) {
        return switch (transport) {
            case SSE -> Optional.of("sse");
            case STREAMABLE_HTTP -> Optional.of("streamable_http");
            case NEGOTIATED -> Optional.empty();
        };
    }

    static Target target(Service service) {
        if (service.binding() instanceof Binding.Bound(var _, var target)) return target;
        throw new IllegalStateException("a bound credential's service is bound");
    }

    private static Document auth(BoundCredentials.Pair pair) {
        return switch (target(pair.service())) {
            case Target.McpServer(var url, var _) -> auth(pair.credential(), url.normalised());
            case Target.HostOf(var url) -> auth(pair.credential(), url.normalised());
            case Target.Variable(var name) -> variable(name, pair.service().rule());
        };
    }

    private static Document auth(Credential credential, String url) {
        return switch (credential.type()) {
            case Credential.Type.Static() ->
                new Document().with("type", "static_bearer").with("mcp_server_url", url);
            case Credential.Type.Oauth(var settings, var _) ->
                oauth(new Document().with("type", "mcp_oauth").with("mcp_server_url", url), settings);
        };
    }

    private static Document oauth(Document document, OauthSettings settings) {
        var ends = settings.expires() instanceof Until.Moment(var at) ? Optional.of(at) : Optional.<Instant>empty();
        Times.maybe(document, "expires_at", ends.map(Times::text));
        if (settings.tokenEndpoint().isEmpty()) return document.withNothing("refresh");
        var refresh = new Document()
                .with("client_id", settings.clientId())
                .with("token_endpoint", settings.tokenEndpoint())
                .with(
                        "token_endpoint_auth",
                        new Document()
                                .with(
                                        "type",
                                        settings.clientAuthentication().name().toLowerCase(Locale.ROOT)));
        Times.maybe(refresh, "resource", Optional.of(settings.resource()).filter(text -> !text.isEmpty()));
        Times.maybe(refresh, "scope", Optional.of(settings.scope()).filter(text -> !text.isEmpty()));
        return document.with("refresh", refresh);
    }

    static boolean holds(Credential credential, Material.Part part) {
        return credential.material() instanceof Material.Held held
                && held.parts().containsKey(part);
    }

    private static Document variable(String name, Service.Rule rule) {
        var surfaces = rule.placeholders().getFirst().surfaces();
        return new Document()
                .with("type", "environment_variable")
                .with("secret_name", name)
                .with("networking", networking(rule.reach()))
                .with(
                        "injection_location",
                        new Document()
                                .with("header", surfaces.contains(Placeholder.Surface.HEADER))
                                .with("body", surfaces.contains(Placeholder.Surface.BODY)));
    }

    private static Document networking(Reach reach) {
        return switch (reach) {
            case Reach.WhateverTheSessionNames() -> new Document().with("type", "unrestricted");
            case Reach.Destinations(var all) ->
                new Document()
                        .with("type", "limited")
                        .withTexts(
                                "allowed_hosts",
                                all.stream()
                                        .map(one -> Networks.text(one.host()))
                                        .toList());
        };
    }
}
