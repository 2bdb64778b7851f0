package agentvault.cloud;

import agentvault.document.Document;
import agentvault.document.Unfit;
import agentvault.id.IdKind;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.OauthRenewals;
import agentvault.workspace.OauthRenewals.Attempt;
import agentvault.workspace.Workspace;
import java.time.InstantSource;

/// Says whether an OAuth credential is good: it is renewed, and its token endpoint's answer tells. The MCP server
/// itself is not asked.
record Validation(Workspace workspace, AuthorizationServers servers, InstantSource clock) {

    Document of(Manner manner, BoundCredentials.Pair pair) {
        var credential = pair.credential();
        boolean fit = credential.life().active() && credential.type() instanceof Credential.Type.Oauth;
        if (!fit) throw new Unfit("", "Only an active mcp_oauth credential can be validated.");
        boolean renewable = CredentialView.holds(credential, Part.REFRESH_TOKEN);
        var attempt = renewable ? renewed(credential) : new Attempt.NotNeeded();
        var document = new Document()
                .with("credential_id", manner.id(IdKind.CREDENTIAL, credential.id()))
                .with("vault_id", manner.id(IdKind.VAULT, credential.vault()))
                .with("type", "vault_credential_validation")
                .with("status", status(credential, attempt))
                .with("validated_at", Times.text(clock.instant()))
                .with("has_refresh_token", renewable)
                .withNothing("mcp_probe");
        return refresh(document, renewable, attempt);
    }

    private Attempt renewed(Credential credential) {
        var stale = new OauthRenewals.Stale(
                credential.vault(), credential.id(), credential.material().version(), OauthRenewals.Reason.REFUSED);
        return new OauthRenewals(workspace, servers).attempt(stale);
    }

    private static String status(Credential credential, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Renewed() -> "valid";
            case Attempt.Failed(var _, var reconnect) -> reconnect ? "invalid" : "unknown";
            case Attempt.NotNeeded(), Attempt.Busy() ->
                CredentialView.holds(credential, Part.VALUE) ? "unknown" : "invalid";
        };
    }

    private static Document refresh(Document document, boolean renewable, Attempt attempt) {
        var told = switch (attempt) {
            case Attempt.Renewed() -> "succeeded";
            case Attempt.Failed(var _, var reconnect) -> reconnect ? "failed" : "connect_error";
            case Attempt.NotNeeded(), Attempt.Busy() -> renewable ? "" : "no_refresh_token";
        };
        return told.isEmpty()
                ? document.withNothing("refresh")
                : document.with("refresh", new Document().with("status", told).withNothing("http_response"));
    }
}
