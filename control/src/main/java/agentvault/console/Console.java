package agentvault.console;

import agentvault.gate.Attempts;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;

/// The pages of a server and what belongs to them.
///
/// @param servers who are asked for the tokens of OAuth credentials
/// @param address where clients reach the server; empty if nobody has said
public record Console(
        Workspace workspace, Attempts attempts, InstantSource clock, AuthorizationServers servers, String address) {

    public List<Route> routes() {
        var approval = new Approval(
                workspace,
                attempts,
                clock,
                new Find(workspace, attempts, clock),
                new Connect(workspace, servers, address));
        return List.of(
                Route.page("GET", "/approve/{id}", approval::show),
                Route.page("POST", "/approve/{id}", approval::decide),
                Route.page("POST", "/approve/{id}/login", approval::login),
                Route.page("POST", "/approve/{id}/connect", approval::connect),
                Route.page("POST", "/invite/{token}/accept", new Invitation(workspace, attempts, clock)::accept),
                Route.page("GET", "/assets/{name}", Console::asset));
    }

    private static Answer asset(Call call) {
        return Look.answer(call.path("name"));
    }

    /// Says in a page what went wrong.
    public static Answer answer(Trouble trouble, String request) {
        var answer = Pages.notice(trouble.status(), Notice.of(trouble, request));
        for (var header : trouble.headers().fields()) answer = answer.with(header.name(), header.value());
        return answer;
    }
}
