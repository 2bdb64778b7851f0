package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.CredentialKey;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Services;
import agentvault.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Tells an agent what it may use: hosts and the keys of credentials, never a value.
///
/// @param address where clients reach the server; empty if nobody has said
record DiscoverRoutes(Workspace workspace, VaultNames names, String address) {

    List<Route> routes() {
        return List.of(Route.callers("GET", "/discover", this::discover).orAgents());
    }

    private Answer discover(Call call) {
        var vaults = vaults(call);
        var services = new ArrayList<Document>();
        var keys = new TreeSet<String>();
        for (var vault : vaults) {
            var offer = done(workspace.services().discover(call.caller(), vault.id()));
            services.addAll(offered(offer, vault));
            offer.keys().stream().map(CredentialKey::text).forEach(keys::add);
        }
        var base = address.isEmpty() ? call.visit().origin() : address;
        return Answers.ok(new Document()
                .with("vault", vaults.getFirst().slug().text())
                .withTexts(
                        "vaults",
                        vaults.stream().map(vault -> vault.slug().text()).toList())
                .with("proxy_url", base + "/proxy")
                .withAll("services", services)
                .withTexts("available_credentials", List.copyOf(keys)));
    }

    private static List<Document> offered(Services.Offer offer, Vault vault) {
        return offer.services().stream()
                .sorted(ServiceView.OLDEST_FIRST)
                .map(service -> ServiceView.named(service)
                        .withNothing("description")
                        .with("enabled", service.enabled())
                        .with("vault", vault.slug().text()))
                .toList();
    }

    /// X-Vault names one, or the query where a header is hard to send; otherwise they are those of the session.
    private List<Vault> vaults(Call call) {
        var named =
                call.request().headers().first("X-Vault").or(() -> call.query().maybe("vault"));
        return switch (call.caller().via()) {
            case LOGIN ->
                throw Trouble.of(403, "forbidden", "Session requires vault scope")
                        .hinting("Use a session's token: agent-vault vault token --vault NAME")
                        .declined();
            case AGENT_TOKEN, API_KEY -> List.of(names.named(call, named.orElseThrow(DiscoverRoutes::nameless)));
            case SESSION -> named.map(name -> List.of(names.named(call, name))).orElseGet(() -> ofSession(call));
        };
    }

    private List<Vault> ofSession(Call call) {
        var vaults = workspace.directory().shares(call.caller()).stream()
                .flatMap(share -> workspace.directory().vault(share.vault()).stream())
                .toList();
        if (!vaults.isEmpty()) return vaults;
        throw Trouble.of(404, "vault_not_found", "The session has no vault any more")
                .declined();
    }

    private static Declined nameless() {
        var sentence = "Agent tokens require X-Vault header to specify which vault to use";
        return Trouble.of(400, "vault_required", sentence)
                .hinting("Add the header X-Vault: NAME")
                .declined();
    }
}
