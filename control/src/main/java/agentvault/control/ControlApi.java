package agentvault.control;

import agentvault.address.CanonicalHost;
import agentvault.cloud.CloudVaults;
import agentvault.console.Console;
import agentvault.gate.Attempts;
import agentvault.gate.Gate;
import agentvault.http.Refusal;
import agentvault.id.Face;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Dialect;
import agentvault.route.Problems;
import agentvault.route.Route;
import agentvault.route.Router;
import agentvault.route.Trouble;
import agentvault.team.TeamRoutes;
import agentvault.wire.Answer;
import agentvault.wire.BodyRefused;
import agentvault.wire.ClientGone;
import agentvault.wire.Handler;
import agentvault.wire.Refusals;
import agentvault.wire.Request;
import agentvault.work.Outlet;
import agentvault.work.WorkRoutes;
import agentvault.workspace.Authentication;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.McpServers;
import agentvault.workspace.WebhookReceivers;
import agentvault.workspace.Workspace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// The control API of one server: what answers requests on its port.
public final class ControlApi implements Handler, Refusals {

    private static final String PROBE = "/health";

    private final Surroundings around;
    private final Gate gate;
    private final Waiting waiting;
    private final Holds holds;
    private final Router router;
    private final Figures figures;

    /// @param servers who are asked for the tokens of OAuth credentials
    /// @param mcp who are asked whether they take them
    /// @param receivers who are told by webhooks
    public ControlApi(
            Workspace workspace,
            Surroundings around,
            Admission admission,
            AuthorizationServers servers,
            McpServers mcp,
            WebhookReceivers receivers) {
        this.around = around;
        this.gate = new Gate(workspace, admission.names(), admission.proxies(), around.clock());
        this.waiting = new Waiting(workspace);
        this.holds = new Holds(workspace.sessions());
        workspace.authentication().tell(holds::changed);
        this.router = new Router(Stream.of(
                        routes(workspace, around, admission, gate, new Lasting(waiting, holds), servers),
                        new OauthRoutes(workspace, new VaultNames(workspace), servers, admission.address()).routes(),
                        new ApiKeyRoutes(workspace, new VaultNames(workspace)).routes(),
                        new TokenRoutes(workspace).routes(),
                        new WebhookRoutes(workspace, receivers).routes(),
                        new TeamRoutes(workspace, around.traffic().uses(), admission.hosts(), around.clock()).routes(),
                        new CloudVaults(
                                        workspace,
                                        servers,
                                        mcp,
                                        around.traffic().uses(),
                                        admission.hosts(),
                                        around.clock(),
                                        admission.address())
                                .routes(),
                        new WorkRoutes(workspace, outlet(around, admission), admission.hosts(), around.clock())
                                .routes())
                .flatMap(List::stream)
                .toList());
        this.figures = new Figures(around.meters());
    }

    private static Outlet outlet(Surroundings around, Admission admission) {
        return new ForwardOutlet(around.doors().forward(), admission.address());
    }

    /// What keeps a client waiting for longer than an answer takes.
    private record Lasting(Waiting waiting, Holds holds) {}

    private static List<Route> routes(
            Workspace workspace,
            Surroundings around,
            Admission admission,
            Gate gate,
            Lasting lasting,
            AuthorizationServers servers) {
        var names = new VaultNames(workspace);
        var proxyRate = new ProxyRate(admission.asking());
        var logins = new LoginRate(admission.logins(), proxyRate);
        var attempts =
                new Attempts(() -> logins.of(workspace.settings().current().limits()), around.clock());
        var courier = around.courier();
        var skills = new Skills(admission.address());
        return Stream.of(
                        new HealthRoutes(
                                        workspace,
                                        gate,
                                        around.meters(),
                                        around.doors().forward(),
                                        admission.address())
                                .routes(),
                        new RegistrationRoutes(workspace, gate, attempts, courier, admission.setupCode()).routes(),
                        new LoginRoutes(workspace, attempts).routes(),
                        new VaultRoutes(workspace, names, proxyRate).routes(),
                        new VaultMemberRoutes(workspace, names).routes(),
                        new CredentialRoutes(workspace, names).routes(),
                        MatchRoutes.of(workspace, names, around.clock()).routes(),
                        new ServiceRoutes(workspace, names, admission.hosts()).routes(),
                        new ExplainRoutes(workspace, names).routes(),
                        new AgentRoutes(workspace, names, skills, around.clock()).routes(),
                        new AgentInviteRoutes(workspace, names, attempts, skills, around.clock()).routes(),
                        skills.routes(),
                        new UserRoutes(workspace).routes(),
                        new InviteRoutes(workspace, names, courier, attempts, around.clock(), admission.address())
                                .routes(),
                        new TrafficRoutes(workspace, names, around.traffic().passages()).routes(),
                        agents(workspace, around, admission, attempts, lasting),
                        new Console(workspace, attempts, around.clock(), servers, admission.address()).routes(),
                        new SettingsRoutes(workspace, courier, logins).routes(),
                        new TrailRoutes(workspace, names, around.trail()).routes())
                .flatMap(List::stream)
                .toList();
    }

    /// What agents get, and ask for.
    private static List<Route> agents(
            Workspace workspace, Surroundings around, Admission admission, Attempts attempts, Lasting lasting) {
        var names = new VaultNames(workspace);
        var hosts = admission.hosts();
        var address = admission.address();
        return Stream.of(
                        new SessionRoutes(workspace, names, around, lasting.holds(), hosts, address).routes(),
                        new DiscoverRoutes(workspace, names, address).routes(),
                        new ProposalRoutes(
                                        workspace,
                                        names,
                                        hosts,
                                        ProposalRate.by(around.clock()),
                                        lasting.waiting(),
                                        address)
                                .routes(),
                        new ReviewRoutes(workspace, names, attempts, lasting.waiting()).routes())
                .flatMap(List::stream)
                .toList();
    }

    /// Everything that is answered here.
    public List<Route> routes() {
        return router.routes();
    }

    /// Answers who waits for a decision or holds a session, so that nobody holds up the end.
    public void endWaiting() {
        waiting.end();
        holds.end();
    }

    /// Whether this server goes by a name.
    public boolean answersTo(CanonicalHost name) {
        return gate.answersTo(name);
    }

    /// What answers on the socket of a session: what agents ask, as that session, whatever is shown beside it.
    ///
    /// @param reachedAt where clients reach the server
    public Handler onSocket(Authentication.Pass session, URI reachedAt) {
        return request -> answer(request, found -> routedFor(session, reachedAt, request, found));
    }

    @Override
    public Answer answer(Request request) {
        return answer(request, found -> routed(request, found));
    }

    private Answer answer(Request request, Function<Router.Found, Answer> routed) {
        long started = System.nanoTime();
        var found = router.find(request.method(), request.path());
        var answer = Shelter.around(answered(request, found, routed)).with("X-Request-Id", request.id());
        var route = found instanceof Router.Found.Known known ? Optional.of(known.route()) : Optional.<Route>empty();
        figures.answered(request.method(), route, answer.status(), Duration.ofNanos(System.nanoTime() - started));
        return answer;
    }

    @Override
    public Answer answer(Refusal refusal) {
        return Shelter.around(Dialect.answer(refusal));
    }

    /// No exception but the wire's own gets further than this, and none is told.
    private Answer answered(Request request, Router.Found found, Function<Router.Found, Answer> routed) {
        try {
            return routed.apply(found);
        } catch (BodyRefused | ClientGone passing) {
            throw passing;
        } catch (RuntimeException failure) {
            var trouble = Problems.of(failure, face(found)).orElseGet(() -> unforeseen(request, failure));
            return isPage(found)
                    ? Console.answer(trouble, request.id())
                    : Dialect.answer(trouble, request.id(), face(found));
        }
    }

    private static Face face(Router.Found found) {
        return found instanceof Router.Found.Known(var route, var _) ? route.face() : Face.AGENT_VAULT;
    }

    private static boolean isPage(Router.Found found) {
        return found instanceof Router.Found.Known(var route, var _) && route.access() == Route.Access.PAGE;
    }

    private Trouble unforeseen(Request request, RuntimeException failure) {
        around.failures().failed(request.id(), failure);
        return Problems.internal();
    }

    /// The life of a request: by which name it came, what it is for, who asks, and the work.
    private Answer routed(Request request, Router.Found found) {
        var visit = gate.visit(request);
        if (!request.path().equals(PROBE)) gate.checkHost(request, visit);
        return switch (found) {
            case Router.Found.Known(var route, var path) -> {
                var identity = gate.admit(request, visit, route);
                try (var call = new Call(request, path, visit, identity)) {
                    yield route.work().answer(call);
                }
            }
            case Router.Found.OtherMethod(var allowed) -> throw otherMethod(request, allowed);
            case Router.Found.Nowhere() -> throw nowhere();
        };
    }

    private Answer routedFor(Authentication.Pass session, URI reachedAt, Request request, Router.Found found) {
        return switch (found) {
            case Router.Found.Known(var route, var path) -> {
                if (!route.forAgents()) throw notOnSocket();
                var visit = gate.visit(request).throughSocket(reachedAt);
                try (var call = new Call(request, path, visit, gate.admit(session))) {
                    yield route.work().answer(call);
                }
            }
            case Router.Found.OtherMethod(var allowed) -> throw otherMethod(request, allowed);
            case Router.Found.Nowhere() -> throw nowhere();
        };
    }

    private static Declined notOnSocket() {
        return Trouble.coded(403, "not_on_socket", "A session's socket answers what agents ask, and not this.")
                .hinting("Ask the server's own address, with a token.")
                .declined();
    }

    private static Declined otherMethod(Request request, SortedSet<String> allowed) {
        return Trouble.of(405, "method_not_allowed", "This address does not take " + method(request))
                .hinting("It takes " + String.join(", ", allowed) + ".")
                .header("Allow", String.join(", ", allowed))
                .declined();
    }

    private static Declined nowhere() {
        return Trouble.of(404, "not_found", "There is nothing at this address")
                .hinting("GET /v1/openapi.yaml lists every address.")
                .declined();
    }

    private static String method(Request request) {
        return request.method().length() <= 16 ? request.method() : "this method";
    }
}
