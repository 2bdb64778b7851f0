package agentvault.work;

import static agentvault.route.Problems.done;

import agentvault.access.Session;
import agentvault.cloud.Finding;
import agentvault.cloud.Labels;
import agentvault.definition.Definition;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Agent definitions in our own protocol, by their slugs.
record DefinitionRoutes(Workspace workspace) {

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/definitions", this::create),
                Route.callers("GET", "/v1/definitions", this::list),
                Route.callers("GET", "/v1/definitions/{definition}", this::get),
                Route.callers("POST", "/v1/definitions/{definition}/archive", this::archive));
    }

    private Answer create(Call call) {
        var body = call.body();
        var slug = body.text("slug", Slug::new);
        var name = body.has("name") ? Labels.name(body, "name") : slug.text();
        var vaults = body.texts("vaults").stream()
                .map(text -> vault(call, text))
                .distinct()
                .toList();
        var content = content(body, vaults);
        return Answers.created(view(call, done(workspace.definitions().create(call.caller(), slug, name, content))));
    }

    private static Definition.Content content(Members body, List<Id> vaults) {
        return Labels.fit(
                body, "model", () -> new Definition.Content(body.text("model", ""), List.of(), List.of(), vaults));
    }

    private Id vault(Call call, String text) {
        var named = Slug.valid(text) ? workspace.vaults().named(new Slug(text)) : Optional.<Vault>empty();
        return new Finding(workspace)
                .vault(call, named.map(vault -> vault.id().toString()).orElse(text))
                .id();
    }

    private Answer list(Call call) {
        var all = done(workspace.definitions().list(call.caller())).stream()
                .filter(one -> one.life().active())
                .map(one -> view(call, one))
                .toList();
        return Answers.ok(new Document().withAll("definitions", all));
    }

    private Answer get(Call call) {
        return Answers.ok(view(call, found(call)));
    }

    private Answer archive(Call call) {
        var known = found(call);
        if (!known.life().active())
            throw Trouble.of(409, "archived", "This agent definition is archived")
                    .declined();
        return Answers.ok(view(call, done(workspace.definitions().archive(call.caller(), known.slug()))));
    }

    private Definition found(Call call) {
        return new Agents(workspace).found(call, call.path("definition"));
    }

    /// Of its vaults, those that the caller has a role in.
    private Document view(Call call, Definition definition) {
        var seen = workspace.directory().grants(call.caller().actor()).stream()
                .map(Session.Share::vault)
                .collect(Collectors.toSet());
        return new Document()
                .with("id", definition.id().toString())
                .with("slug", definition.slug().text())
                .with("name", definition.name())
                .with("version", definition.version())
                .with("model", definition.content().model())
                .withTexts(
                        "vaults",
                        definition.content().vaults().stream()
                                .filter(seen::contains)
                                .flatMap(id -> workspace.directory().vault(id).stream())
                                .map(vault -> vault.slug().text())
                                .toList())
                .with("archived", !definition.life().active())
                .with("created_at", definition.life().created().at())
                .with("updated_at", definition.life().updatedAt());
    }
}
