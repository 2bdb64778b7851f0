package agentvault.cloud;

import agentvault.address.HostPolicy;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.vault.Binding.Target;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.vault.Metadata;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Placeholder;
import agentvault.vault.Service;
import agentvault.vault.Until;
import agentvault.workspace.BoundCredentials;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/// Reads what of a credential is to change. What it is bound to, and how it is renewed and by which client, stays.
///
/// @param hosts which hosts a credential may be for
record CredentialPatch(Manner manner, HostPolicy hosts, InstantSource clock) {

    /// @param parts gets the new secrets
    BoundCredentials.Renewal read(Members body, BoundCredentials.Pair pair, Parts parts) {
        if (manner == Manner.QODER && !body.has("auth") && !body.names("metadata"))
            throw body.unfit("auth", " is missing");
        UnaryOperator<Credential> labels = labels(body);
        if (!body.has("auth")) return new BoundCredentials.Renewal(labels, rule -> rule);
        var auth = body.object("auth");
        var target = CredentialView.target(pair.service());
        if (target instanceof Target.Variable(var name)) {
            type(auth, "environment_variable");
            same(auth, "secret_name", name);
            parts.maybe(Part.VALUE, auth, "secret_value");
            return new BoundCredentials.Renewal(labels, rule -> rule(auth, rule));
        }
        sameServer(auth, target);
        return switch (pair.credential().type()) {
            case Credential.Type.Static() -> {
                type(auth, "static_bearer");
                parts.maybe(Part.VALUE, auth, "token");
                yield new BoundCredentials.Renewal(labels, rule -> rule);
            }
            case Credential.Type.Oauth(var settings, var _) -> {
                type(auth, "mcp_oauth");
                parts.maybe(Part.VALUE, auth, "access_token");
                yield new BoundCredentials.Renewal(terms(auth, settings, parts, labels), rule -> rule);
            }
        };
    }

    private UnaryOperator<Credential> labels(Members body) {
        var name = body.has("display_name") && manner == Manner.ANTHROPIC;
        var given = Labels.maybeName(body, "display_name");
        var metadata = metadata(body);
        return before -> before.labelled(
                name ? given : before.profile().displayName(),
                metadata.apply(before.profile().metadata()),
                clock.instant());
    }

    /// Qoder's protocol takes null for no labels at all.
    private UnaryOperator<Metadata> metadata(Members body) {
        boolean none = manner == Manner.QODER && body.names("metadata") && !body.has("metadata");
        return none ? _ -> Metadata.EMPTY : Labels.patch(body);
    }

    private UnaryOperator<Credential> terms(
            Members auth, OauthSettings settings, Parts parts, UnaryOperator<Credential> labels) {
        var terms = new OauthTerms(manner, clock);
        boolean cleared = manner == Manner.QODER && auth.names("expires_at") && !auth.has("expires_at");
        var ends = cleared ? Until.forever() : terms.ends(auth, settings.expires());
        var scope = auth.maybeObject("refresh")
                .map(refresh -> refreshed(refresh, settings, parts))
                .orElse(settings.scope());
        boolean brought = !parts.all().isEmpty();
        var next = new OauthSettings(
                settings.tokenEndpoint(),
                settings.clientId(),
                settings.clientAuthentication(),
                scope,
                settings.resource(),
                ends);
        return before -> {
            var labelled = labels.apply(before);
            if (!(labelled.type() instanceof Credential.Type.Oauth(var _, var connection))) return labelled;
            var type = brought ? terms.connected(next) : new Credential.Type.Oauth(next, connection);
            return labelled.with(type, labelled.material(), clock.instant());
        };
    }

    /// The new scope; the other things go into the parts.
    private String refreshed(Members refresh, OauthSettings settings, Parts parts) {
        if (settings.tokenEndpoint().isEmpty())
            throw new Unfit(refresh.path(), "This credential has no refresh: archive it and make another one.");
        same(refresh, "client_id", settings.clientId());
        same(refresh, "token_endpoint", settings.tokenEndpoint());
        parts.maybe(Part.REFRESH_TOKEN, refresh, "refresh_token");
        refresh.maybeObject("token_endpoint_auth").ifPresent(authentication -> {
            var how = OauthTerms.authentication(authentication);
            boolean without = settings.clientAuthentication() == ClientAuthentication.NONE;
            if (without && how != ClientAuthentication.NONE)
                throw authentication.unfit("type", " is none for this credential: archive it and make another one");
            if (how != ClientAuthentication.NONE) parts.with(Part.CLIENT_SECRET, authentication, "client_secret");
        });
        return refresh.names("scope") ? refresh.text("scope", "") : settings.scope();
    }

    private Service.Rule rule(Members auth, Service.Rule before) {
        var reach = auth.has("networking")
                ? CredentialForm.reach(Networks.ofCredential(auth.object("networking"), hosts))
                : before.reach();
        var placeholder = before.placeholders().getFirst();
        var surfaces = auth.names("injection_location")
                ? CredentialForm.surfaces(auth, placeholder.surfaces())
                : placeholder.surfaces();
        return new Service.Rule(
                reach, before.attachment(), List.of(new Placeholder(placeholder.key(), placeholder.text(), surfaces)));
    }

    private static void type(Members auth, String stored) {
        if (!auth.text("type").equals(stored)) throw auth.unfit("type", " stays " + stored);
    }

    private static void same(Members body, String name, String stored) {
        body.maybeText(name).filter(text -> !text.equals(stored)).ifPresent(_ -> {
            throw body.unfit(name, " cannot be changed: archive the credential and make another one");
        });
    }

    private void sameServer(Members auth, Target target) {
        if (!auth.has("mcp_server_url")) return;
        var url = ServerAddress.read(auth, "mcp_server_url", hosts);
        boolean same = switch (target) {
            case Target.McpServer(var known, var _) -> known.equals(url);
            case Target.HostOf(var known) -> known.equals(url);
            case Target.Variable _ -> false;
        };
        if (!same)
            throw auth.unfit("mcp_server_url", " cannot be changed: archive the credential and make another one");
    }
}
