package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.document.Document;
import agentvault.document.Unfit;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.trail.EntryKind;
import agentvault.trail.Finding;
import agentvault.trail.Head;
import agentvault.trail.TrailFilter;
import agentvault.trail.Verdict;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Permits;
import agentvault.workspace.Workspace;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The trail, for owners: reading, checking and taking it along.
record TrailRoutes(Workspace workspace, VaultNames names, TrailSource trail) {

    private static final int USUAL_PAGE = 50;
    private static final int MOST_PAGE = 200;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    List<Route> routes() {
        return List.of(
                Route.callers("GET", "/v1/audit", this::list),
                Route.callers("GET", "/v1/audit/verify", this::verify),
                Route.callers("GET", "/v1/audit/export", this::export));
    }

    private Answer list(Call call) {
        done(new Permits(workspace).readTrail(call.caller()));
        var query = call.query();
        int limit = (int) query.number("limit", 1, MOST_PAGE, USUAL_PAGE);
        long before = query.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
        var lines = trail.newest(filter(call).before(before), limit + 1);
        boolean more = lines.size() > limit;
        var page = more ? lines.subList(0, limit) : lines;
        var document = new Document()
                .withJson("entries", page.stream().map(TrailSource.Line::json).toList())
                .with("names", named(page));
        return Answers.ok(
                more
                        ? document.with(
                                "next_cursor", Long.toString(page.getLast().sequence()))
                        : document.withNothing("next_cursor"));
    }

    /// What those are called now whom the entries name by id. Who is gone has no name any more.
    private Document named(List<TrailSource.Line> page) {
        var document = new Document();
        page.stream()
                .flatMap(line -> line.about().stream())
                .distinct()
                .forEach(id -> name(id).ifPresent(name -> document.with(id.toString(), name)));
        return document;
    }

    private Optional<String> name(Id id) {
        return workspace
                .directory()
                .actor(id)
                .map(actor -> actor.name().text())
                .or(() -> workspace
                        .directory()
                        .vault(id)
                        .map(vault -> vault.slug().text()));
    }

    /// Whoever may not read it is not told either whom it could be about.
    private Answer export(Call call) {
        done(new Permits(workspace).readTrail(call.caller()));
        var filter = filter(call);
        done(new Permits(workspace).exportTrail(call.caller()));
        return Answer.streamed(200, "application/x-ndjson", out -> trail.export(filter, out))
                .with("Content-Disposition", "attachment; filename=\"agent-vault-trail.ndjson\"");
    }

    private Answer verify(Call call) {
        done(new Permits(workspace).readTrail(call.caller()));
        var judged = trail.verify();
        boolean intact = judged.stream().allMatch(each -> each.verdict() instanceof Verdict.Intact);
        return Answers.ok(new Document()
                .with("intact", intact)
                .withAll("instances", judged.stream().map(TrailRoutes::told).toList()));
    }

    private static Document told(TrailSource.Judged judged) {
        var document =
                new Document().with("instance", judged.instance().toString()).with("files_here", judged.filesHere());
        return switch (judged.verdict()) {
            case Verdict.Intact intact -> intact(document.with("intact", true), intact);
            case Verdict.Broken(var findings) ->
                document.with("intact", false)
                        .withAll(
                                "findings",
                                findings.stream().map(TrailRoutes::finding).toList());
        };
    }

    private static Document intact(Document document, Verdict.Intact intact) {
        document.with("head", head(intact.head()))
                .with("entries", intact.count())
                .with("epoch", intact.epoch())
                .with("torn_bytes", intact.tornBytes())
                .withAll("findings", List.of());
        intact.lastCheckpoint().ifPresent(checkpoint -> document.with("checkpoint", head(checkpoint.head())));
        return document;
    }

    private static Document head(Head head) {
        return new Document()
                .with("sequence", head.sequence())
                .with("hash", head.hash().toString());
    }

    private static Document finding(Finding finding) {
        return new Document()
                .with("segment", finding.segment())
                .with("offset", finding.offset())
                .with("sequence", finding.sequence())
                .with("fault", finding.fault())
                .with("detail", finding.detail());
    }

    private TrailFilter filter(Call call) {
        var query = call.query();
        var filter = TrailFilter.everything();
        var vault = query.maybe("vault").map(name -> names.named(call, name));
        if (vault.isPresent()) filter = filter.vault(vault.map(Vault::id).get());
        var actor = query.maybe("actor").map(this::actor);
        if (actor.isPresent()) filter = filter.actor(actor.get());
        var kind = query.choice("kind", EntryKind.class);
        if (kind.isPresent()) filter = filter.kind(kind.get());
        var action = query.maybe("action");
        if (action.isPresent()) filter = filter.action(action.get());
        var from = time(call, "from");
        var until = time(call, "until");
        return from.isEmpty() && until.isEmpty()
                ? filter
                : filter.between(from.orElse(Instant.EPOCH), until.orElse(LAST));
    }

    private static Optional<Instant> time(Call call, String name) {
        return call.query().maybe(name).map(text -> {
            try {
                var time = Instant.parse(text);
                if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LAST)) return time;
            } catch (DateTimeException _) {
                // Told below.
            }
            throw new Unfit(name, name + " is a time like 2026-05-18T08:00:00Z.");
        });
    }

    /// By id, address, name or label; entries are also kept of those who are gone, whom only the id names.
    private Id actor(String text) {
        return IdForm.parse(IdKind.VAULT, text)
                .or(() -> Stream.of(Actor.Kind.values())
                        .flatMap(kind -> named(kind, text).stream())
                        .map(Actor::id)
                        .findFirst())
                .orElseThrow(() -> new Unfit("actor", "actor is the id, address or name of nobody here."));
    }

    private Optional<Actor> named(Actor.Kind kind, String text) {
        return text.isBlank() || text.length() > 255
                ? Optional.empty()
                : workspace.directory().actor(new Actor.Name(kind, text));
    }
}
