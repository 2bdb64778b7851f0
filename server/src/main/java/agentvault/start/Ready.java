package agentvault.start;

import agentvault.command.Call;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import java.util.ArrayList;
import java.util.List;

/// What somebody is told once their server is ready: where it is, where it keeps things, what to do next.
///
/// @param key what opens the vault
/// @param setupCode for the first user who comes from another machine; empty if none is needed
record Ready(
        long process,
        Reached reached,
        String data,
        String database,
        String key,
        String setupCode,
        boolean awaitsFirstUser) {

    /// @param proxy where the forward proxy is, or why there is none
    record Reached(String address, String proxy) {}

    static final String USUAL = "http://127.0.0.1:14321";

    static Ready read(Json document) {
        return new Ready(
                Long.parseLong(document.text("process")),
                new Reached(document.text("address"), document.text("forward_proxy")),
                document.text("data"),
                document.text("database"),
                document.text("key"),
                document.text("setup_code"),
                document.truth("needs_first_user"));
    }

    String address() {
        return reached.address();
    }

    Json document() {
        var document = Json.object()
                .with("address", address())
                .with("forward_proxy", reached.proxy())
                .with("process", process)
                .with("data", data)
                .with("database", database)
                .with("key", key)
                .with("needs_first_user", awaitsFirstUser);
        return setupCode.isEmpty() ? document : document.with("setup_code", setupCode);
    }

    void show(Call call, String sentence, List<Fact> more) {
        call.terminal().say(sentence);
        var facts = new ArrayList<>(List.of(
                new Fact("address", address()),
                new Fact("forward proxy", reached.proxy()),
                new Fact("data", data),
                new Fact("database", database),
                new Fact("key", key)));
        if (!setupCode.isEmpty()) facts.add(new Fact("setup code", setupCode));
        facts.addAll(more);
        facts.add(new Fact("next", next()));
        call.reply().facts(facts, document());
        call.terminal().answer().flush();
    }

    private String next() {
        var command = awaitsFirstUser ? "agent-vault auth register" : "agent-vault auth login";
        return address().equals(USUAL) ? command : command + " --address " + address();
    }
}
