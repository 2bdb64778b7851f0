package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
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
        var vaults = names.ofAgent(call);
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
}
