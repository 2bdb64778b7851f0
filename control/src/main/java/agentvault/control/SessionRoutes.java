package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.HostPattern;
import agentvault.address.HostPatternResult;
import agentvault.address.HostPolicy;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.team.RunSessions;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Sessions;
import agentvault.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Sessions: tokens that use some vaults for a while, for agents that hold nothing else.
///
/// @param hosts which hosts a session may let through
/// @param address where clients reach the server; empty if nobody has said
record SessionRoutes(
        Workspace workspace, VaultNames names, Surroundings around, Holds holds, HostPolicy hosts, String address) {

    private static final int LEAST_SECONDS = 300;
    private static final int MOST_SECONDS = 604_800;
    private static final long USUAL_SECONDS = 86_400;
    private static final int MOST_LABEL = 100;

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/sessions", this::create).orBrowsers(),
                Route.callers("GET", "/v1/sessions", this::list),
                Route.callers("DELETE", "/v1/sessions/{id}", this::revoke),
                Route.callers("GET", "/v1/sessions/{id}/hold", this::hold));
    }

    private Answer create(Call call) {
        var body = call.body();
        var seconds =
                body.maybeNumber("ttl_seconds", LEAST_SECONDS, MOST_SECONDS).orElse(USUAL_SECONDS);
        var label = body.text("label", "");
        if (label.length() > MOST_LABEL) throw body.unfit("label", " must be at most 100 characters");
        var ends = Until.at(around.clock().instant().plusSeconds(seconds));
        if (RunSessions.asked(call, body)) return ofRun(call, new RunSessions(workspace).make(call, body, label, ends));
        var role = body.choice("vault_role", VaultRole.class, VaultRole.PROXY);
        var vaults = vaults(call, body);
        for (var vault : vaults) capped(call, vault, role);
        var egress = new Session.Egress(
                body.choice("unmatched_host_policy", UnmatchedHosts.class, UnmatchedHosts.DENY),
                body.texts("allow").stream().map(host -> allowed(body, host)).toList());
        var shares = vaults.stream()
                .map(vault -> new Session.Share(vault.id(), role))
                .toList();
        boolean socket = body.flag("socket", false);
        if (socket) possible(call);
        try (var issued = done(workspace.sessions().create(call.caller(), shares, egress, label, ends))) {
            var document = told(call, issued);
            return Answers.ok(socket ? document.with("socket_path", opened(call, issued)) : document);
        }
    }

    private Answer ofRun(Call call, RunSessions.Made made) {
        try (var issued = made.issued()) {
            return Answers.ok(told(call, issued).and(made.resolution()));
        }
    }

    /// A socket is of use to this machine alone, and told to nobody else.
    private void possible(Call call) {
        if (!call.visit().local()) {
            throw Trouble.of(403, "not_this_machine", "A socket is for programs on the server's own machine")
                    .hinting("Ask from there, at a loopback address; elsewhere use the session's token.")
                    .declined();
        }
        around.doors().sockets().hindrance().ifPresent(why -> {
            throw hindered(why).declined();
        });
    }

    private static Trouble hindered(SessionSockets.Hindrance why) {
        return switch (why) {
            case UNSUPPORTED ->
                Trouble.of(501, "sockets_unsupported", "This server cannot tell who connects to a Unix socket")
                        .hinting("Sockets take Linux and its native transport; use the session's token.");
            case PATH_TOO_LONG ->
                Trouble.of(422, "socket_path_too_long", "The path of the socket would be longer than the system takes")
                        .hinting("Keep the data directory at a shorter path: --data-dir FOLDER");
            case TOO_MANY ->
                Trouble.coded(429, "too_many_sockets", "This server has as many sockets open as it may.")
                        .hinting("End sessions that nobody uses any more: agent-vault vault session revoke ID");
        };
    }

    private String opened(Call call, Sessions.Issued issued) {
        var opened = around.doors().sockets().open(issued);
        if (opened.isPresent()) return opened.get().toString();
        var _ = workspace.sessions().end(call.caller(), issued.session().id());
        throw Trouble.of(503, "socket_failed", "The socket cannot be made in the data directory")
                .hinting("See whether the data directory can be written; the server's log tells more.")
                .declined();
    }

    private Document told(Call call, Sessions.Issued issued) {
        var base = address.isEmpty() ? call.visit().origin() : address;
        var session = issued.session();
        var shares = Shares.write(workspace, session.shares());
        var document = new Document()
                .with("id", session.publicId())
                .with("token", issued.shown())
                .maybeAt("expires_at", ends(session))
                .with("av_addr", base)
                .with("proxy_url", base + "/proxy");
        session.primary()
                .flatMap(workspace.directory()::vault)
                .ifPresent(vault -> document.with("vault", vault.slug().text()));
        return document.withAll("vaults", shares);
    }

    /// The first vault is the one that proposals go to and that a client takes who knows of one alone.
    private List<Vault> vaults(Call call, Members body) {
        if (body.has("vaults")) {
            if (body.has("vault")) throw body.unfit("vaults", " stands in the place of vault: send one of them");
            var vaults = body.texts("vaults").stream()
                    .map(name -> names.named(call, name))
                    .toList();
            if (vaults.isEmpty()) throw body.unfit("vaults", " names at least one vault");
            if (vaults.stream().distinct().count() == vaults.size()) return vaults;
            throw body.unfit("vaults", " names a vault twice");
        }
        var name = body.maybeText("vault").filter(text -> !text.isEmpty());
        return List.of(names.named(call, name.orElseThrow(() -> body.unfit("vault", " is required"))));
    }

    private void capped(Call call, Vault vault, VaultRole wanted) {
        var own = names.role(call, vault);
        if (own.atLeast(wanted)) return;
        var sentence = "Your vault role (" + word(own) + ") cannot mint sessions with role " + word(wanted);
        throw Trouble.of(403, "forbidden", sentence)
                .hinting("Ask for vault_role " + word(own) + ", or an admin of the vault for a higher role.")
                .declined();
    }

    private HostPattern allowed(Members body, String text) {
        return switch (HostPattern.parse(text, hosts)) {
            case HostPatternResult.Valid(var pattern) -> pattern;
            case HostPatternResult.NeedsAcknowledgement _ ->
                throw body.unfit("allow", ": " + text + " belongs to many owners; name a host below it");
            case HostPatternResult.Invalid(var reason) -> throw body.unfit("allow", ": a host " + reason.sentence());
        };
    }

    private Answer list(Call call) {
        var vault = names.wanted(call, call.query().maybe("vault"));
        var all = done(workspace.sessions().in(call.caller(), vault.id()));
        return Answers.ok(new Document()
                .withAll(
                        "sessions",
                        all.stream().map(minted -> listed(minted, vault)).toList()));
    }

    private Document listed(Sessions.Minted minted, Vault vault) {
        var session = minted.session();
        var document = new Document().with("id", session.publicId());
        if (!session.origin().label().isEmpty())
            document.with("label", session.origin().label());
        session.shares().stream()
                .filter(share -> share.vault().equals(vault.id()))
                .findFirst()
                .ifPresent(share -> document.with("vault_role", share.role()));
        document.with("socket", around.doors().sockets().has(session));
        minted.by().ifPresent(actor -> document.with("created_by", by(actor)));
        return document.with("created_at", session.life().created().at()).maybeAt("expires_at", ends(session));
    }

    private static Document by(Actor actor) {
        return new Document()
                .with("id", actor.id().toString())
                .with("type", word(actor.name().kind()))
                .with("display_name", actor.name().text());
    }

    private Answer revoke(Call call) {
        var vault = names.wanted(call, call.query().maybe("vault"));
        done(workspace.sessions().revoke(call.caller(), vault.id(), call.path("id")));
        return Answers.ok(new Document().with("status", "revoked"));
    }

    private Answer hold(Call call) {
        return holds.hold(done(workspace.sessions().own(call.caller(), call.path("id"))), call.request());
    }

    private static Optional<Instant> ends(Session session) {
        return session.until() instanceof Until.Moment(var at) ? Optional.of(at) : Optional.empty();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
