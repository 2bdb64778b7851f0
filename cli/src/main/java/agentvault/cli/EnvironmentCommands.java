package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.List;

/// `env`: the environment variables that an agent's tools get, and the agent itself never sees.
final class EnvironmentCommands {

    private static final Argument AGENT = Argument.one("AGENT", "The agent's name in its definition.");
    private static final Argument TO_SET = Argument.several(
            "KEY", "KEY asks for the value, KEY=- reads it from the standard input, KEY=@FILE from a file.");
    private static final Argument KEY = Argument.one("KEY", "The variable's name, such as OPENAI_API_KEY.");

    private static final String SET = """
        Set variables for an agent's tools; one that is there gets a new value.

        KEY VALUE and KEY=VALUE work, too, but leave the value in your shell's history and show it to
        other programs while the command runs. Runs that start afterwards get the new values.\
        """;

    private EnvironmentCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.agentOrUser(
                                "list",
                                "List the variables of an agent's tools; values are never shown",
                                EnvironmentCommands::list)
                        .example("agent-vault env list my-agent", "See their names")
                        .takes(AGENT),
                Remote.agentOrUser("set", SET, EnvironmentCommands::set)
                        .example("agent-vault env set my-agent OPENAI_API_KEY", "Type the value; it does not show")
                        .example(
                                "pass openai/key | agent-vault env set my-agent OPENAI_API_KEY=-",
                                "Take it from another program")
                        .example("agent-vault env set my-agent DATABASE_URL=@url.txt", "Take it from a file")
                        .takes(AGENT, TO_SET),
                Remote.agentOrUser(
                                "remove",
                                "Remove a variable; runs that go on lose it at once",
                                EnvironmentCommands::remove)
                        .example("agent-vault env remove my-agent OPENAI_API_KEY", "Remove one and destroy its value")
                        .takes(AGENT, KEY));
    }

    private static void list(Call call, Connection server) {
        var agent = call.one(AGENT);
        var document = server.send(Request.get(path(agent)));
        var table = Table.of("KEY");
        keys(document).forEach(table::row);
        call.reply()
                .rows(
                        table,
                        document,
                        "The tools of " + agent + " have no variables. Set one: agent-vault env set " + agent + " KEY");
    }

    private static void set(Call call, Connection server) {
        var agent = call.one(AGENT);
        var values = EnvironmentValues.read(call, call.all(TO_SET), agent);
        values.fields().forEach((key, value) -> {
            var body = Json.object().with("key", key).with("value", value);
            var document = server.send(Request.put(body, path(agent)));
            call.reply().done("Set " + key + " for the tools of " + agent + ".", document);
        });
    }

    private static void remove(Call call, Connection server) {
        var agent = call.one(AGENT);
        var key = call.one(KEY);
        boolean known = keys(server.send(Request.get(path(agent)))).contains(key);
        var document =
                server.send(Request.delete(path(agent)).with(Json.object().with("key", key)));
        call.reply()
                .done(
                        known
                                ? "Removed " + key + " from the tools of " + agent + "."
                                : "The tools of " + agent + " had no " + key + ".",
                        document);
    }

    private static String[] path(String agent) {
        return new String[] {"api", "v1", "agents", agent, "env"};
    }

    private static List<String> keys(Json document) {
        return document.items("keys").stream().map(Json::text).toList();
    }
}
