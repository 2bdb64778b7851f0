package agentvault.work;

import static agentvault.route.Problems.done;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.cloud.Finding;
import agentvault.cloud.Labels;
import agentvault.cloud.Lists;
import agentvault.cloud.Manner;
import agentvault.cloud.Once;
import agentvault.definition.Definition;
import agentvault.definition.Environment;
import agentvault.definition.WorkSession;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Life;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.wire.Answer;
import agentvault.workspace.Environments;
import agentvault.workspace.Sessions;
import agentvault.workspace.WorkSessions;
import agentvault.workspace.WorkSessions.Work;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Sessions in one of the two protocols: an agent at work, with the vaults that it may use.
record SessionCalls(Manner manner, Workspace workspace, Once once, Access access, InstantSource clock) {

    private static final String ONE = "/sessions/{session}";
    private static final int MOST_TITLE = 500;
    private static final Session.Egress ANYWHERE = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());

    List<Route> routes() {
        return List.of(
                manner.route("POST", "/sessions", this::create),
                manner.route("GET", "/sessions", this::list),
                manner.route("GET", ONE, this::get),
                manner.route("POST", ONE, this::update),
                manner.route("DELETE", ONE, this::delete),
                manner.route("POST", ONE + "/archive", this::archive),
                manner.route("POST", ONE + "/token", this::token));
    }

    private WorkSessions sessions() {
        return new WorkSessions(workspace);
    }

    private Answer create(Call call) {
        return once.answer(call, body -> make(call, body), id -> {
            try (var issued = done(sessions().renew(call.caller(), id))) {
                return begun(call, id, issued);
            }
        });
    }

    private Once.Made make(Call call, Members body) {
        var definition = new Agents(workspace).found(call, agent(body));
        if (!definition.life().active())
            throw Trouble.of(409, "archived", "This agent is archived.").declined();
        var environment = environment(call, body);
        var place = environment
                .<WorkSession.Place>map(found -> new WorkSession.Place.InEnvironment(found.id()))
                .orElseGet(WorkSession.Place.Anywhere::new);
        var plan = new WorkSessions.Plan(
                new WorkSession.Subject(definition.id(), place), title(body, ""), Labels.metadata(body));
        var until = Until.at(clock.instant().plus(WorkSessions.TOKEN_LIFE));
        var label = definition.slug().text();
        try (var issued = done(workspace
                .sessions()
                .create(call.caller(), shares(call, body, definition), egress(environment), label, until))) {
            var work = begin(call, issued, plan);
            return new Once.Made(work.id(), begun(call, work.id(), issued));
        }
    }

    /// Without a work session, nobody would ever end the right.
    private WorkSession begin(Call call, Sessions.Issued issued, WorkSessions.Plan plan) {
        try {
            return done(sessions().begin(call.caller(), issued.session(), plan));
        } catch (RuntimeException refused) {
            var _ = workspace.sessions().end(call.caller(), issued.session().id());
            throw refused;
        }
    }

    private Answer begun(Call call, Id session, Sessions.Issued issued) {
        var work = done(sessions().find(call.caller(), session));
        return manner.made(view(call, work).with("proxy", access.of(call, issued)));
    }

    /// An id or a slug, or an object with the id in it.
    private static String agent(Members body) {
        return body.holdsObject("agent") ? body.object("agent").text("id") : body.text("agent");
    }

    private Optional<Environment> environment(Call call, Members body) {
        var environments = new Environments(workspace);
        return body.maybeText("environment_id").map(text -> {
            var found = done(environments.find(call.caller(), Finding.id(IdKind.ENVIRONMENT, text)));
            if (found.life().active()) return found;
            throw Trouble.of(409, "archived", "This environment is archived.").declined();
        });
    }

    private static Session.Egress egress(Optional<Environment> environment) {
        return environment
                .map(found -> switch (found.networking()) {
                    case Environment.Networking.Unrestricted() -> ANYWHERE;
                    case Environment.Networking.Limited(var hosts) -> new Session.Egress(UnmatchedHosts.DENY, hosts);
                })
                .orElse(ANYWHERE);
    }

    /// In the order in which they were named; without names, the vaults of the definition.
    private List<Session.Share> shares(Call call, Members body, Definition definition) {
        var finding = new Finding(workspace);
        var vaults = new ArrayList<Id>();
        for (var text : body.texts("vault_ids"))
            vaults.add(finding.vault(call, text).id());
        if (!body.has("vault_ids")) vaults.addAll(definition.content().vaults());
        if (vaults.stream().distinct().count() < vaults.size()) throw body.unfit("vault_ids", " names a vault twice");
        return vaults.stream()
                .map(vault -> new Session.Share(vault, VaultRole.PROXY))
                .toList();
    }

    private static String title(Members body, String otherwise) {
        var title = body.text("title", otherwise);
        if (title.length() > MOST_TITLE) throw body.unfit("title", " has at most " + MOST_TITLE + " characters");
        return title;
    }

    private Answer list(Call call) {
        var all = done(sessions().list(call.caller()));
        var request = Lists.request(manner, call.query(), text -> life(all, text));
        return Lists.answer(
                Lists.cut(
                        all, request, SessionCalls::life, work -> work.session().title()),
                request,
                work -> view(call, work),
                work -> manner.id(IdKind.WORK_SESSION, work.session().id()),
                SessionCalls::life);
    }

    private static Life life(Work work) {
        return work.session().life();
    }

    private static Optional<Life> life(List<Work> all, String text) {
        var id = Finding.id(IdKind.WORK_SESSION, text);
        return all.stream()
                .filter(work -> work.session().id().equals(id))
                .map(SessionCalls::life)
                .findFirst();
    }

    private Answer get(Call call) {
        return Answers.ok(view(call, done(sessions().find(call.caller(), named(call)))));
    }

    private Answer update(Call call) {
        return once.answer(
                call,
                body -> {
                    if (body.has("vault_ids"))
                        throw body.unfit("vault_ids", " cannot be changed: make another session");
                    var work = done(sessions().update(call.caller(), named(call), change(body)));
                    return new Once.Made(work.session().id(), Answers.ok(view(call, work)));
                },
                _ -> get(call));
    }

    private UnaryOperator<WorkSession> change(Members body) {
        var labels = Labels.patch(body);
        var now = clock.instant();
        return before ->
                before.with(title(body, before.title()), before.status(), labels.apply(before.metadata()), now);
    }

    private Answer archive(Call call) {
        return once.answer(
                call,
                _ -> {
                    var work = done(sessions().archive(call.caller(), named(call)));
                    return new Once.Made(work.session().id(), Answers.ok(view(call, work)));
                },
                _ -> get(call));
    }

    private Answer delete(Call call) {
        return once.answer(
                call,
                _ -> {
                    var work = done(sessions().delete(call.caller(), named(call)));
                    return new Once.Made(
                            work.session().id(), deleted(work.session().id()));
                },
                this::deleted);
    }

    private Answer deleted(Id id) {
        return Answers.ok(
                new Document().with("id", manner.id(IdKind.WORK_SESSION, id)).with("type", "session_deleted"));
    }

    private Answer token(Call call) {
        return once.answer(call, _ -> new Once.Made(named(call), renewed(call, named(call))), id -> renewed(call, id));
    }

    private Answer renewed(Call call, Id session) {
        try (var issued = done(sessions().renew(call.caller(), session))) {
            return Answers.ok(new Document()
                    .with("id", manner.id(IdKind.WORK_SESSION, session))
                    .with("type", "session_token")
                    .with("proxy", access.of(call, issued)));
        }
    }

    private static Id named(Call call) {
        return Finding.id(IdKind.WORK_SESSION, call.path("session"));
    }

    private Document view(Call call, Work work) {
        var definition = done(workspace
                .definitions()
                .find(call.caller(), work.session().subject().definition()));
        return SessionView.of(manner, work, definition);
    }
}
