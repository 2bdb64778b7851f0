package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.gate.Gate;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import agentvault.workspace.Permits;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Workspace;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What anybody may ask a server: whether it is well, and what it can do.
record HealthRoutes(
        Workspace workspace, Gate gate, PrometheusMeterRegistry meters, ForwardProxy forward, String address) {

    private static final byte[] NO_PROXY =
            "MITM proxy is not enabled on this server\n".getBytes(StandardCharsets.UTF_8);

    List<Route> routes() {
        return List.of(
                Route.always("GET", "/health", this::health).orAgents(),
                Route.always("GET", "/v1/status", this::status).orAgents(),
                Route.always("GET", "/v1/openapi.yaml", _ -> resource("openapi.yaml", "application/yaml"))
                        .orAgents(),
                Route.always("GET", "/v1/openapi-21st.yaml", _ -> resource("openapi-21st.yaml", "application/yaml")),
                Route.always("GET", "/v1/openapi-qoder.yaml", _ -> resource("openapi-qoder.yaml", "application/yaml")),
                Route.always(
                        "GET",
                        "/v1/openapi-anthropic.yaml",
                        _ -> resource("openapi-anthropic.yaml", "application/yaml")),
                Route.anybody("GET", "/v1/service-catalog", _ -> resource("service-catalog.json", "application/json"))
                        .orAgents(),
                Route.always("GET", "/v1/mitm/ca.pem", this::root).orAgents(),
                Route.always("GET", "/v1/mitm/ca", this::rootInWords).orAgents(),
                Route.always("GET", "/metrics", this::metrics));
    }

    /// A session's own socket opens tunnels whether or not there is a port for them.
    private Answer root(Call call) {
        var pem = forward.root().pem().getBytes(StandardCharsets.US_ASCII);
        var answer = Answer.of(200, "application/x-pem-file", pem)
                .with("Content-Disposition", "attachment; filename=\"agent-vault-ca.pem\"");
        return switch (forward.state()) {
            case ForwardProxy.State.On(var port) -> answer.with("X-MITM-Port", Integer.toString(port));
            case ForwardProxy.State.Off(), ForwardProxy.State.PortInUse _ ->
                call.visit().bySocket() ? answer : Answer.of(404, "text/plain; charset=utf-8", NO_PROXY);
        };
    }

    private Answer rootInWords(Call call) {
        var root = forward.root();
        var document = new Document()
                .with("name", root.name())
                .with("not_after", root.until())
                .with("sha256", root.sha256());
        return switch (forward.state()) {
            case ForwardProxy.State.On(var port) -> Answers.ok(document.with("port", port));
            case ForwardProxy.State.Off() ->
                withoutPort(call, document, "Start it with agent-vault server --mitm-port 14322");
            case ForwardProxy.State.PortInUse(var port) -> withoutPort(call, document, freeing(port));
        };
    }

    private static Answer withoutPort(Call call, Document document, String hint) {
        if (call.visit().bySocket()) return Answers.ok(document);
        throw Trouble.of(404, "not_found", "MITM proxy is not enabled on this server")
                .hinting(hint)
                .declined();
    }

    private static String freeing(int port) {
        return "Another program has port " + port
                + ": end it and start the server again, or choose another port with --mitm-port.";
    }

    private Document forwarding() {
        return switch (forward.state()) {
            case ForwardProxy.State.On(var port) ->
                new Document().with("state", "on").with("port", port);
            case ForwardProxy.State.Off() -> new Document().with("state", "off");
            case ForwardProxy.State.PortInUse(var port) ->
                new Document().with("state", "port_in_use").with("port", port).with("hint", freeing(port));
        };
    }

    private Answer health(Call call) {
        try {
            workspace.registration().awaitsFirstUser();
            return Answers.ok(new Document().with("status", "ok"));
        } catch (StoreUnavailable _) {
            var document = new Document().with("status", "unhealthy").with("error", "database unreachable");
            return Answer.of(503, "application/json", document.bytes());
        }
    }

    private Answer status(Call call) {
        boolean owned = gate.owned();
        var document = new Document().with("initialized", owned).with("needs_first_user", !owned);
        if (!address.isEmpty()) document.with("base_url", address);
        var settings = workspace.settings().current();
        if (!settings.emailDomains().isEmpty()) document.withTexts("allowed_email_domains", settings.emailDomains());
        return Answers.ok(document.with("invite_only", settings.inviteOnly()).with("forward_proxy", forwarding()));
    }

    /// For this machine itself, and for members.
    private Answer metrics(Call call) {
        if (!call.visit().local())
            done(new Permits(workspace).readFigures(Gate.known(call.identity()).caller()));
        return Answer.of(
                200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape().getBytes(StandardCharsets.UTF_8));
    }

    private static Answer resource(String name, String type) {
        try (var bundled = HealthRoutes.class.getResourceAsStream(name)) {
            if (bundled == null) throw new IllegalStateException(name + " is not bundled");
            return Answer.of(200, type, bundled.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
