package agentvault.work;

import static agentvault.route.Problems.done;

import agentvault.cloud.Finding;
import agentvault.cloud.Labels;
import agentvault.cloud.Lists;
import agentvault.cloud.Manner;
import agentvault.cloud.Once;
import agentvault.cloud.Times;
import agentvault.definition.Definition;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Life;
import agentvault.wire.Answer;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/// Agent definitions in one of the two protocols, as far as sessions need them.
record AgentCalls(Manner manner, Workspace workspace, Once once) {

    private static final int MOST_SERVERS = 20;

    List<Route> routes() {
        return List.of(
                manner.route("POST", "/agents", this::create),
                manner.route("GET", "/agents", this::list),
                manner.route("GET", "/agents/{agent}", this::get),
                manner.route("POST", "/agents/{agent}/archive", this::archive));
    }

    private Answer create(Call call) {
        return once.answer(
                call,
                body -> {
                    var name = Labels.name(body, "name");
                    var made = done(workspace.definitions().create(call.caller(), name, content(body)));
                    return new Once.Made(made.id(), manner.made(view(manner, made)));
                },
                id -> manner.made(view(manner, done(workspace.definitions().find(call.caller(), id)))));
    }

    private static Definition.Content content(Members body) {
        var servers = body.objects("mcp_servers");
        if (servers.size() > MOST_SERVERS) throw body.unfit("mcp_servers", " names at most 20 servers");
        return Labels.fit(
                body,
                "mcp_servers",
                () -> new Definition.Content(
                        model(body),
                        servers.stream()
                                .map(server -> new Definition.Server(Labels.name(server, "name"), server.text("url")))
                                .toList(),
                        List.of(),
                        List.of()));
    }

    /// A text, or an object with more about it.
    private static String model(Members body) {
        return body.holdsObject("model") ? body.object("model").text("id") : body.text("model", "");
    }

    private Answer list(Call call) {
        var all = done(workspace.definitions().list(call.caller()));
        var request = Lists.request(manner, call.query(), text -> life(all, text));
        return Lists.answer(
                Lists.cut(all, request, Definition::life, Definition::name),
                request,
                one -> view(manner, one),
                one -> manner.id(IdKind.DEFINITION, one.id()),
                Definition::life);
    }

    private static Optional<Life> life(List<Definition> all, String text) {
        var id = Finding.id(IdKind.DEFINITION, text);
        return all.stream()
                .filter(one -> one.id().equals(id))
                .map(Definition::life)
                .findFirst();
    }

    private Answer get(Call call) {
        return Answers.ok(view(manner, found(call)));
    }

    private Answer archive(Call call) {
        return once.answer(
                call,
                _ -> {
                    var known = found(call);
                    if (!known.life().active())
                        throw Trouble.of(409, "archived", "This agent is archived.")
                                .declined();
                    var archived = done(workspace.definitions().archive(call.caller(), known.slug()));
                    return new Once.Made(archived.id(), Answers.ok(view(manner, archived)));
                },
                _ -> get(call));
    }

    private Definition found(Call call) {
        return new Agents(workspace).found(call, call.path("agent"));
    }

    static Document view(Manner manner, Definition definition) {
        var document = new Document()
                .with("id", manner.id(IdKind.DEFINITION, definition.id()))
                .with("type", "agent")
                .with("name", definition.name())
                .with("slug", definition.slug().text())
                .with("version", definition.version());
        var model = definition.content().model();
        if (manner == Manner.ANTHROPIC) {
            document.with("model", new Document().with("id", model))
                    .with("execution_identity", new Document().with("type", "service_account"));
        } else {
            document.with("model", model);
        }
        return document.withAll(
                        "mcp_servers",
                        definition.content().servers().stream()
                                .map(server -> new Document()
                                        .with("type", "url")
                                        .with("name", server.name())
                                        .with("url", server.url()))
                                .toList())
                .withAll("tools", List.of())
                .withAll("skills", List.of())
                .withNothing("description")
                .withNothing("system")
                .with("metadata", new Document())
                .and(Times.life(definition.life()));
    }
}
