package agentvault.work;

import static agentvault.route.Problems.done;

import agentvault.address.HostPolicy;
import agentvault.cloud.Finding;
import agentvault.cloud.Labels;
import agentvault.cloud.Lists;
import agentvault.cloud.Manner;
import agentvault.cloud.Networks;
import agentvault.cloud.Once;
import agentvault.cloud.Times;
import agentvault.definition.Environment;
import agentvault.definition.Environment.Networking;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.vault.Life;
import agentvault.wire.Answer;
import agentvault.workspace.Environments;
import java.util.List;
import java.util.Optional;

/// Environments in one of the two protocols: which hosts a session may reach without a credential.
///
/// @param hosts which hosts may be named
record EnvironmentCalls(Manner manner, Environments environments, Once once, HostPolicy hosts) {

    private static final int MOST_HOSTS = 1000;

    List<Route> routes() {
        return List.of(
                manner.route("POST", "/environments", this::create),
                manner.route("GET", "/environments", this::list),
                manner.route("GET", "/environments/{environment}", this::get),
                manner.route("POST", "/environments/{environment}/archive", this::archive));
    }

    private Answer create(Call call) {
        return once.answer(
                call,
                body -> {
                    var name = Labels.name(body, "name");
                    var made = done(environments.create(call.caller(), name, networking(body), Labels.metadata(body)));
                    return new Once.Made(made.id(), manner.made(view(made)));
                },
                id -> manner.made(view(done(environments.find(call.caller(), id)))));
    }

    private Networking networking(Members body) {
        return body.maybeObject("config")
                .flatMap(config -> config.maybeObject("networking"))
                .flatMap(networking -> Networks.read(networking, hosts, MOST_HOSTS))
                .<Networking>map(Networking.Limited::new)
                .orElseGet(Networking.Unrestricted::new);
    }

    private Answer list(Call call) {
        var all = done(environments.list(call.caller()));
        var request = Lists.request(manner, call.query(), text -> life(all, text));
        return Lists.answer(
                Lists.cut(all, request, Environment::life, Environment::name),
                request,
                this::view,
                one -> manner.id(IdKind.ENVIRONMENT, one.id()),
                Environment::life);
    }

    private static Optional<Life> life(List<Environment> all, String text) {
        var id = Finding.id(IdKind.ENVIRONMENT, text);
        return all.stream()
                .filter(one -> one.id().equals(id))
                .map(Environment::life)
                .findFirst();
    }

    private Answer get(Call call) {
        return Answers.ok(view(found(call)));
    }

    private Answer archive(Call call) {
        return once.answer(
                call,
                _ -> {
                    var archived =
                            done(environments.archive(call.caller(), found(call).id()));
                    return new Once.Made(archived.id(), Answers.ok(view(archived)));
                },
                _ -> get(call));
    }

    private Environment found(Call call) {
        return done(environments.find(call.caller(), Finding.id(IdKind.ENVIRONMENT, call.path("environment"))));
    }

    private Document view(Environment environment) {
        var config = new Document().with("type", "cloud").with("networking", view(environment.networking()));
        if (manner == Manner.ANTHROPIC) config.with("packages", none());
        return new Document()
                .with("id", manner.id(IdKind.ENVIRONMENT, environment.id()))
                .with("type", "environment")
                .with("name", environment.name())
                .with("description", "")
                .with("config", config)
                .with("metadata", Times.labels(environment.metadata()))
                .and(Times.life(environment.life()));
    }

    /// Of every package manager that Anthropic's protocol knows: nothing is installed here.
    private static Document none() {
        var packages = new Document();
        for (var manager : List.of("apt", "cargo", "gem", "go", "npm", "pip")) packages.withTexts(manager, List.of());
        return packages;
    }

    /// Hosts that are not named are not let through, be they MCP servers or those of packages.
    private static Document view(Networking networking) {
        return switch (networking) {
            case Networking.Unrestricted() -> new Document().with("type", "unrestricted");
            case Networking.Limited(var all) ->
                new Document()
                        .with("type", "limited")
                        .withTexts(
                                "allowed_hosts",
                                all.stream().map(Networks::text).toList())
                        .with("allow_mcp_servers", false)
                        .with("allow_package_managers", false);
        };
    }
}
