package agentvault.console;

import agentvault.gate.Attempts;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;

/// The pages of a server and what belongs to them.
public record Console(Workspace workspace, Attempts attempts, InstantSource clock) {

    public List<Route> routes() {
        var approval = new Approval(workspace, attempts, clock, new Find(workspace, attempts, clock));
        return List.of(
                Route.page("GET", "/approve/{id}", approval::show),
                Route.page("POST", "/approve/{id}", approval::decide),
                Route.page("POST", "/approve/{id}/login", approval::login),
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
