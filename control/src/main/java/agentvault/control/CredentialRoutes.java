package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.VaultRole;
import agentvault.crypto.Secret;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Problems;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Outcome;
import agentvault.workspace.Workspace;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Credentials: storing, listing, reading back and deleting them.
record CredentialRoutes(Workspace workspace, VaultNames names) {

    /// Asked for where there is nothing to read, so that whoever may not read is told so there as well.
    private static final CredentialKey ANY = new CredentialKey("ANY");

    List<Route> routes() {
        return List.of(
                Route.callers("GET", "/v1/credentials", this::list),
                Route.callers("POST", "/v1/credentials", this::set),
                Route.callers("DELETE", "/v1/credentials", this::delete));
    }

    private Answer list(Call call) {
        var query = call.query();
        var vault = names.wanted(call, query.maybe("vault"));
        var role = names.role(call, vault);
        var all = done(workspace.credentials().list(call.caller(), vault.id())).stream()
                .filter(credential -> credential.life().active())
                .sorted(Comparator.comparing(Credential::key))
                .toList();
        var key = query.maybe("key");
        if (key.isPresent()) return one(call, vault, all, key.get());
        var document = new Document()
                .withTexts("keys", all.stream().map(CredentialRoutes::name).toList());
        if (query.flag("reveal")) {
            if (all.isEmpty()) value(call, vault, ANY);
            document.withAll(
                    "credentials",
                    all.stream()
                            .map(credential -> read(entry(credential), value(call, vault, credential.key())))
                            .toList());
        } else if (role.atLeast(VaultRole.MEMBER)) {
            document.withAll(
                    "credentials", all.stream().map(CredentialRoutes::entry).toList());
        }
        return Answers.ok(document);
    }

    /// What is never shown is listed without a value, and refused if it alone was asked for.
    private Answer one(Call call, Vault vault, List<Credential> all, String key) {
        var found =
                all.stream().filter(credential -> name(credential).equals(key)).findFirst();
        var document = new Document().withTexts("keys", List.of(key));
        if (call.query().flag("reveal") && CredentialKey.valid(key)) {
            var value = done(workspace.credentials().reveal(call.caller(), vault.id(), new CredentialKey(key)));
            var entry = found.map(CredentialRoutes::entry).orElseGet(Document::new);
            return Answers.ok(document.withAll("credentials", List.of(entry.with("value", value))));
        }
        if (found.isEmpty())
            throw Trouble.of(404, "not_found", "Credential \"" + key + "\" not found")
                    .declined();
        return Answers.ok(document);
    }

    private Optional<Secret> value(Call call, Vault vault, CredentialKey key) {
        return switch (workspace.credentials().reveal(call.caller(), vault.id(), key)) {
            case Outcome.Done<Secret>(var value) -> Optional.of(value);
            case Outcome.Refused<Secret>(var problem) ->
                switch (problem.code()) {
                    case WRITE_ONLY, MISSING_VALUE, NOT_FOUND -> Optional.empty();
                    default -> throw Problems.of(problem).declined();
                };
        };
    }

    private static Document read(Document entry, Optional<Secret> value) {
        value.ifPresent(secret -> entry.with("value", secret));
        return entry;
    }

    private static Document entry(Credential credential) {
        var document = new Document().with("key", name(credential)).with("type", type(credential));
        if (credential.type() instanceof Credential.Type.Oauth(var settings, var connection)) {
            document.and(OauthView.settings(settings, connection)).and(OauthView.standing(credential));
        }
        if (credential.material() instanceof Material.Destroyed) document.with("unavailable", true);
        return document.with("write_only", credential.profile().reading() == Credential.Reading.NEVER)
                .with("version", credential.material().version())
                .with("created_at", credential.life().created().at())
                .with("updated_at", credential.life().updatedAt());
    }

    private static String type(Credential credential) {
        return switch (credential.type()) {
            case Credential.Type.Static() -> "static";
            case Credential.Type.Oauth _ -> "oauth";
        };
    }

    private static String name(Credential credential) {
        return credential.key().text();
    }

    private Answer set(Call call) {
        var body = call.body();
        var vault = names.wanted(call, body.maybeText("vault"));
        var sent = body.secrets("credentials");
        try {
            if (sent.isEmpty()) throw new Unfit("credentials", "credentials names nothing to store.");
            var values = new TreeMap<CredentialKey, Secret>();
            sent.forEach((key, value) -> values.put(key(key), value));
            var stored = done(workspace.credentials().set(call.caller(), vault.id(), values));
            return Answers.ok(new Document()
                    .withTexts(
                            "set", stored.stream().map(CredentialRoutes::name).toList())
                    .withAll(
                            "stored",
                            stored.stream().map(CredentialRoutes::version).toList()));
        } finally {
            close(sent.values());
        }
    }

    private static void close(Collection<Secret> secrets) {
        secrets.forEach(Secret::close);
    }

    private static Document version(Credential credential) {
        return new Document()
                .with("key", name(credential))
                .with("version", credential.material().version());
    }

    private Answer delete(Call call) {
        var body = call.body();
        var vault = names.wanted(call, body.maybeText("vault"));
        var keys = body.texts("keys").stream()
                .distinct()
                .map(CredentialRoutes::key)
                .toList();
        if (keys.isEmpty()) throw new Unfit("keys", "keys names nothing to delete.");
        var deleted = done(workspace.credentials().delete(call.caller(), vault.id(), keys));
        return Answers.ok(new Document()
                .withTexts("deleted", deleted.stream().map(CredentialKey::text).toList()));
    }

    private static CredentialKey key(String text) {
        if (CredentialKey.valid(text)) return new CredentialKey(text);
        throw new Unfit(
                "credentials",
                "Invalid credential key \"" + Members.cut(text) + "\": must be SCREAMING_SNAKE_CASE (e.g. STRIPE_KEY)");
    }
}
