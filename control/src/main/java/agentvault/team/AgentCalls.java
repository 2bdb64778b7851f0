package agentvault.team;

import static agentvault.team.Words.done;

import agentvault.access.Session;
import agentvault.address.HostPattern;
import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.definition.Definition;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.id.Id;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.vault.Slug;
import agentvault.wire.Answer;
import agentvault.workspace.Outcome;
import agentvault.workspace.Runs;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.stream.Collectors;

/// Definitions of agents: which servers and skills they use, and which vaults.
///
/// @param hosts where a server may be
record AgentCalls(Workspace workspace, HostPolicy hosts) {

    private static final int MOST_NAME = 100;
    private static final int MOST_VAULTS = 20;
    private static final int MOST_SKILLS = 100;

    Answer list(Call call) {
        var all = done(new Runs(workspace).agents(call.caller()));
        return Answers.ok(new Document()
                .withAll("agents", all.stream().map(one -> document(call, one)).toList()));
    }

    Answer show(Call call) {
        return Answers.ok(document(call, Words.ofAgent(new Runs(workspace).agent(call.caller(), Words.agent(call)))));
    }

    /// Makes a definition, or its next version.
    Answer define(Call call) {
        var slug = call.path("slug");
        if (!Slug.valid(slug))
            throw new Unfit(
                    "slug", "An agent's slug has 3 to 64 characters: a-z, 0-9, and single hyphens between them.");
        var body = call.body();
        var name = Words.name(body, "name", MOST_NAME);
        var content = content(body);
        var definitions = workspace.definitions();
        var shown = name.isEmpty() ? slug : name;
        var known = new Runs(workspace).agent(call.caller(), new Slug(slug));
        return Answers.ok(document(
                call,
                known instanceof Outcome.Done<Definition>
                        ? done(definitions.update(call.caller(), new Slug(slug), shown, content))
                        : done(definitions.create(call.caller(), new Slug(slug), shown, content))));
    }

    /// Ends a definition with its variables; its slug is free again.
    Answer archive(Call call) {
        var slug = Words.agent(call);
        Words.ofAgent(workspace.definitions().archive(call.caller(), slug));
        return Answers.ok(new Document()
                .with("success", true)
                .with("slug", slug.text())
                .with("message", "Deleted the agent " + slug + "."));
    }

    private Definition.Content content(Members body) {
        var servers = body.objects("mcpServers").stream().map(this::server).toList();
        if (servers.stream().map(Definition.Server::name).distinct().count() < servers.size())
            throw body.unfit("mcpServers", " has two servers of one name");
        var skills = body.texts("skills").stream().distinct().toList();
        if (skills.size() > MOST_SKILLS || skills.stream().anyMatch(skill -> skill.length() > MOST_NAME))
            throw body.unfit(
                    "skills", " names at most " + MOST_SKILLS + " skills, each in " + MOST_NAME + " characters");
        try {
            return new Definition.Content(Words.name(body, "model", MOST_NAME), servers, skills, ids(body));
        } catch (IllegalArgumentException refused) {
            throw new Unfit("", "The definition: " + refused.getMessage() + ".");
        }
    }

    private Definition.Server server(Members server) {
        var name = Words.name(server, "name", MOST_NAME);
        if (name.isEmpty()) throw server.unfit("name", " is missing");
        var url = server.text("url");
        return switch (ServerUrl.parse(url, hosts)) {
            case ServerUrlResult.Valid(var parsed) -> {
                if (parsed.host().span() != HostPattern.Span.EXACT)
                    throw server.unfit("url", " is one server's and has no wildcard");
                yield new Definition.Server(name, url);
            }
            case ServerUrlResult.Invalid(var reason) -> throw server.unfit("url", ": a URL " + reason.sentence());
        };
    }

    static List<Id> ids(Members body) {
        var vaults = body.texts("vaultIds");
        if (vaults.size() > MOST_VAULTS) throw body.unfit("vaultIds", " names at most " + MOST_VAULTS + " vaults");
        return vaults.stream()
                .map(text -> Words.id(IdKind.VAULT, text)
                        .orElseThrow(() -> body.unfit("vaultIds", " is a list of vaults' ids, which are UUIDs")))
                .distinct()
                .toList();
    }

    /// Of its vaults, those that the caller has a role in.
    private Document document(Call call, Definition definition) {
        var seen = workspace.directory().grants(call.caller().actor()).stream()
                .map(Session.Share::vault)
                .collect(Collectors.toSet());
        var content = definition.content();
        var document = new Document()
                .with("id", definition.id().toString())
                .with("slug", definition.slug().text())
                .with("name", definition.name());
        Words.maybe(document, "model", content.model())
                .withAll(
                        "mcpServers",
                        content.servers().stream()
                                .map(server -> new Document()
                                        .with("name", server.name())
                                        .with("url", server.url()))
                                .toList())
                .withTexts("skills", content.skills())
                .withTexts(
                        "vaultIds",
                        content.vaults().stream()
                                .filter(seen::contains)
                                .map(Id::toString)
                                .toList())
                .with("activeVersion", definition.version());
        return document.with("createdAt", definition.life().created().at())
                .with("updatedAt", definition.life().updatedAt());
    }
}
