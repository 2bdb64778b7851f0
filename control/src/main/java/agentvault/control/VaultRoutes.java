package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Directory;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.TreeMap;

/// Vaults: making, finding, naming, leaving and deleting them.
///
/// @param rate how much may be asked for in a vault
record VaultRoutes(Workspace workspace, VaultNames names, ProxyRate rate) {

    private static final String RESERVED = "users";

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/vaults", this::create),
                Route.callers("GET", "/v1/vaults", this::list),
                Route.callers("GET", "/v1/admin/vaults", this::listAll),
                Route.callers("GET", "/v1/vaults/{vault}/context", this::context),
                Route.callers("DELETE", "/v1/vaults/{vault}", this::delete),
                Route.callers("POST", "/v1/vaults/{vault}/rename", this::rename),
                Route.callers("POST", "/v1/vaults/{vault}/join", this::join),
                Route.callers("POST", "/v1/vaults/{vault}/leave", this::leave),
                Route.callers("GET", "/v1/vaults/{vault}/settings", this::settings),
                Route.callers("PATCH", "/v1/vaults/{vault}/settings", this::changeSettings),
                Route.callers("GET", "/v1/instance/credential-stores", this::credentialStores));
    }

    private Answer create(Call call) {
        var body = call.body();
        var name = free(body, "name");
        body.maybeObject("credential_store").ifPresent(store -> checkBuiltIn(store));
        var vault = done(workspace.vaults().create(call.caller(), name, Vaults.Naming.of(name.text())));
        return Answers.created(
                named(vault).with("created_at", vault.life().created().at()));
    }

    private static void checkBuiltIn(Members store) {
        if (store.text("kind").equals("builtin")) return;
        throw Trouble.of(
                        400,
                        "infisical_not_configured",
                        "This server keeps credentials itself and knows no other store")
                .hinting("Leave credential_store out.")
                .declined();
    }

    private Answer list(Call call) {
        var vaults = done(workspace.directory().vaults(call.caller()));
        return Answers.ok(new Document()
                .withAll("vaults", vaults.stream().map(VaultRoutes::listed).toList()));
    }

    private static Document listed(Directory.Listed listed) {
        var document = named(listed.vault());
        listed.role().ifPresent(role -> document.with("role", role));
        return document.with("membership", listed.role().isPresent() ? "explicit" : "implicit")
                .with("created_at", listed.vault().life().created().at())
                .with("pending_proposals", listed.pendingProposals());
    }

    private Answer listAll(Call call) {
        var vaults = done(workspace.directory().allVaults(call.caller()));
        return Answers.ok(new Document()
                .withAll(
                        "vaults",
                        vaults.stream()
                                .map(vault -> named(vault)
                                        .with("is_default", vault.slug().equals(Vaults.DEFAULT))
                                        .with(
                                                "created_at",
                                                vault.life().created().at()))
                                .toList()));
    }

    private Answer context(Call call) {
        var vault = names.inPath(call);
        var role = names.role(call, vault);
        return Answers.ok(new Document().with("vault_name", vault.slug().text()).with("vault_role", role));
    }

    private Answer delete(Call call) {
        var vault = names.inPath(call);
        done(workspace.vaults().delete(call.caller(), vault.id()));
        return Answers.ok(new Document().with("name", vault.slug().text()).with("deleted", true));
    }

    private Answer rename(Call call) {
        var vault = names.inPath(call);
        var to = free(call.body(), "name");
        var renamed = done(workspace.vaults().rename(call.caller(), vault.id(), to));
        return Answers.ok(new Document()
                .with("message", "Renamed vault " + vault.slug() + " to " + renamed.slug() + ".")
                .with("old_name", vault.slug().text())
                .with("new_name", renamed.slug().text()));
    }

    private Answer join(Call call) {
        var vault = names.inPath(call);
        var grant = done(workspace.grants().join(call.caller(), vault.id()));
        return Answers.ok(new Document()
                .with("vault", vault.slug().text())
                .with("role", grant.role())
                .with("joined", true));
    }

    private Answer leave(Call call) {
        var vault = names.inPath(call);
        done(workspace.grants().leave(call.caller(), vault.id()));
        return Answers.message("Left vault " + vault.slug() + ".");
    }

    private Answer settings(Call call) {
        var vault =
                done(workspace.vaults().find(call.caller(), names.inPath(call).id()));
        return Answers.ok(policy(vault).with("infisical_available", false));
    }

    private Answer changeSettings(Call call) {
        var vault = names.inPath(call);
        var body = call.body();
        boolean policy = body.has("unmatched_host_policy");
        boolean limits = body.names("rate_limit");
        if (!policy && !limits) throw body.unfit("unmatched_host_policy", " or rate_limit is missing");
        var setting = policy ? setting(body) : vault.unmatchedHosts();
        var chosen = body.maybeObject("rate_limit").map(ProxyRate::read).orElseGet(TreeMap::new);
        var detail = (policy ? setting.toString() : "") + (limits ? "limits " + chosen : "");
        var changed = done(workspace
                .vaults()
                .choose(
                        call.caller(),
                        vault.id(),
                        detail,
                        before -> new Vault.Choices(
                                policy ? setting : before.unmatchedHosts(), limits ? chosen : before.limits())));
        return Answers.ok(policy(changed));
    }

    private static Vault.Setting setting(Members body) {
        return body.text("unmatched_host_policy").isEmpty()
                ? new Vault.Setting.Unset()
                : new Vault.Setting.Explicit(body.choice("unmatched_host_policy", UnmatchedHosts.class));
    }

    private Answer credentialStores(Call call) {
        return Answers.ok(new Document().withTexts("available", List.of("builtin")));
    }

    private Document policy(Vault vault) {
        var ofInstance = workspace.settings().current().limits();
        return new Document()
                .with(
                        "unmatched_host_policy",
                        vault.unmatchedHosts().explicit().map(Members::word).orElse(""))
                .with("rate_limit", rate.ofVault(ofInstance, vault.choices().limits()));
    }

    private static Document named(Vault vault) {
        return new Document()
                .with("id", vault.id().toString())
                .with("name", vault.slug().text());
    }

    private static Slug free(Members body, String field) {
        var name = body.text(field, Slug::new);
        if (name.text().equals(RESERVED)) throw new Unfit(field, "The name \"users\" is reserved.");
        return name;
    }
}
