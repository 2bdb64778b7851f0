package agentvault.cloud;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.document.Unfit;
import agentvault.id.IdKind;
import agentvault.route.Call;
import agentvault.traffic.CredentialUses;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Heard;
import agentvault.workspace.McpServers;
import agentvault.workspace.OauthValidation;
import agentvault.workspace.OauthValidation.Order;
import agentvault.workspace.OauthValidation.Probe;
import agentvault.workspace.OauthValidation.Renewal;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.Locale;

/// Says whether an OAuth credential is good: its MCP server is asked, and its token endpoint. What went well needs no
/// more words; of what did not, the answer is shown.
///
/// @param uses where it is written down that a credential was used, and what was said to it
record Validation(
        Workspace workspace, AuthorizationServers servers, McpServers mcp, CredentialUses uses, InstantSource clock) {

    Document of(Manner manner, Call call, BoundCredentials.Pair pair) {
        var credential = pair.credential();
        boolean fit = credential.life().active() && credential.type() instanceof Credential.Type.Oauth;
        if (!fit) throw new Unfit("", "Only an active mcp_oauth credential can be validated.");
        var verdict = done(new OauthValidation(workspace, servers, mcp, uses)
                .validate(call.caller(), credential.vault(), credential.id(), order(manner)));
        var document = new Document()
                .with("credential_id", manner.id(IdKind.CREDENTIAL, credential.id()))
                .with("vault_id", manner.id(IdKind.VAULT, credential.vault()))
                .with("type", "vault_credential_validation")
                .with("status", verdict.status().name().toLowerCase(Locale.ROOT))
                .with("validated_at", Times.text(clock.instant()))
                .with("has_refresh_token", CredentialView.holds(credential, Part.REFRESH_TOKEN));
        return refresh(probe(document, verdict.probe()), verdict.renewal());
    }

    private static Order order(Manner manner) {
        return switch (manner) {
            case QODER -> Order.RENEWAL_FIRST;
            case ANTHROPIC -> Order.TOKEN_FIRST;
        };
    }

    private static Document probe(Document document, Probe probe) {
        return switch (probe) {
            case Probe.NotSent(), Probe.Taken() -> document.withNothing("mcp_probe");
            case Probe.Refused(var heard) -> probe(document, heard);
            case Probe.Unclear(var heard) -> probe(document, heard);
        };
    }

    private static Document probe(Document document, Heard heard) {
        return document.with("mcp_probe", response(new Document().with("method", "initialize"), heard));
    }

    private static Document refresh(Document document, Renewal renewal) {
        return switch (renewal) {
            case Renewal.NotTried() -> document.withNothing("refresh");
            case Renewal.NothingToShow() -> refresh(document, "no_refresh_token");
            case Renewal.Succeeded() -> refresh(document, "succeeded");
            case Renewal.Failed(var heard, var _) ->
                switch (heard) {
                    case Heard.Nothing _ -> refresh(document, "connect_error");
                    case Heard.Response response ->
                        document.with("refresh", response(new Document().with("status", "failed"), response));
                };
        };
    }

    private static Document refresh(Document document, String status) {
        return document.with("refresh", new Document().with("status", status).withNothing("http_response"));
    }

    private static Document response(Document document, Heard heard) {
        return switch (heard) {
            case Heard.Nothing _ -> document.withNothing("http_response");
            case Heard.Response(var status, var type, var body, var truncated) ->
                document.with(
                        "http_response",
                        new Document()
                                .with("status_code", status)
                                .with("content_type", type)
                                .with("body", body)
                                .with("body_truncated", truncated));
        };
    }
}
