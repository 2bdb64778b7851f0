package agentvault.team;

import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.document.Document;
import agentvault.id.Id;
import agentvault.traffic.CredentialUse;
import agentvault.vault.Credential;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Holdings;
import agentvault.workspace.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Shows vaults.
final class VaultView {

    private VaultView() {}

    /// With the credentials that are active.
    ///
    /// @param uses the last uses of its credentials
    static Document vault(Holdings.Holding holding, Map<Id, CredentialUse> uses) {
        var vault = holding.vault();
        var document = new Document().with("id", vault.id().toString()).with("name", vault.displayName());
        Words.maybe(document, "description", vault.description())
                .with("status", Words.status(vault.life()))
                .with("isDefault", holding.usual())
                .with("metadata", Words.metadata(vault.metadata()));
        return Words.lived(document, vault.life())
                .withAll(
                        "credentials",
                        active(holding)
                                .map(pair -> CredentialView.credential(pair, uses))
                                .toList());
    }

    /// The vault by itself, again under `vault`, and which agents find their credentials in it.
    static Document covered(Holdings.Holding holding, Map<Id, CredentialUse> uses, List<Runs.Agent> agents) {
        var has = active(holding)
                .flatMap(pair -> CredentialView.url(pair).stream())
                .map(url -> url.host().text());
        var lacks = agents.stream()
                .flatMap(agent -> agent.servers().stream())
                .filter(served -> !served.covered())
                .map(served -> host(served.server().url()));
        var coverage = new Document()
                .withTexts("active", has.distinct().sorted().toList())
                .withTexts("missing", lacks.distinct().sorted().toList());
        return vault(holding, uses)
                .with("coverage", coverage)
                .with("vault", vault(holding, uses))
                .withAll("agents", agents.stream().map(VaultView::agent).toList());
    }

    private static Stream<BoundCredentials.Pair> active(Holdings.Holding holding) {
        return holding.credentials().stream()
                .filter(pair -> pair.credential().life().active() && CredentialView.shown(pair));
    }

    private static Document agent(Runs.Agent agent) {
        var definition = agent.definition();
        return new Document()
                .with("id", definition.id().toString())
                .with("name", definition.name())
                .with("slug", definition.slug().text())
                .with("activeVersion", definition.version())
                .withAll(
                        "servers",
                        agent.servers().stream().map(VaultView::served).toList());
    }

    private static Document served(Runs.Served served) {
        var document = new Document()
                .with("name", served.server().name())
                .with("url", served.server().url())
                .with("status", served.covered() ? "ready" : "missing_credential");
        var id = served.credential().map(Credential::id).map(Id::toString);
        var name = served.credential().map(credential -> credential.profile().displayName());
        return Words.maybe(Words.maybe(document, "credentialId", id.orElse("")), "credentialName", name.orElse(""));
    }

    private static String host(String url) {
        return Optional.of(ServerUrl.parse(url, HostPolicy.INTERNAL_ALLOWED))
                .flatMap(result -> result instanceof ServerUrlResult.Valid(var valid)
                        ? Optional.of(valid.host().text())
                        : Optional.empty())
                .orElse(url);
    }
}
