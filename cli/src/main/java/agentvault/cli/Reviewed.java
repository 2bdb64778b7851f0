package agentvault.cli;

import agentvault.command.Call;
import agentvault.json.Json;
import agentvault.terminal.Clean;
import java.util.List;
import java.util.stream.Collectors;

/// A proposal as the server shows it to people: facts first, then what the agent wrote.
record Reviewed(Json document) {

    String number() {
        return document.text("id");
    }

    String said(Call call) {
        var out = new StringBuilder();
        line(
                out,
                "Proposal " + number() + " of " + document.text("vault") + ", " + document.text("status") + ", by "
                        + document.text("agent_name") + " " + Moments.said(call, document.text("created_at")));
        var note = document.text("review_note");
        if (!note.isEmpty()) line(out, "Note: " + note);
        var effect = document.get("effect");
        effect.items("services").forEach(service -> service(out, service));
        document.items("credentials").forEach(credential -> credential(out, credential));
        var needed = document.items("acknowledgements");
        if (!needed.isEmpty()) line(out, "Needs a yes of its own:");
        needed.forEach(one -> {
            line(out, "  ! " + one.text("message"));
            line(out, "    " + one.text("code"));
        });
        quoted(out, "The agent says:", document.text("user_message"));
        quoted(out, "For developers:", document.text("message"));
        return out.toString();
    }

    private static void service(StringBuilder out, Json service) {
        line(out, "Service " + service.text("name") + ": " + service.text("change"));
        flows(out, "before", service.items("before"));
        flows(out, "after ", service.items("after"));
    }

    private static void flows(StringBuilder out, String when, List<Json> flows) {
        if (flows.isEmpty()) line(out, "  " + when + "  sends nothing");
        for (var flow : flows) {
            var methods = flow.items("methods").stream().map(Json::text).collect(Collectors.joining(","));
            line(
                    out,
                    "  " + when + "  " + flow.text("credential") + " → " + (methods.isEmpty() ? "" : methods + " ")
                            + flow.text("destination") + " (" + flow.text("in") + ")");
        }
    }

    private static void credential(StringBuilder out, Json credential) {
        var key = "Credential " + credential.text("key");
        if (credential.text("action").equals("delete")) {
            line(out, key + ": deleted, its value is destroyed");
            return;
        }
        var from = credential.text("type").equals("oauth")
                ? "to be connected at " + credential.get("oauth").text("token_url") + " after approving"
                : credential.truth("has_value") ? "the agent brought a value" : "you type the value in";
        line(out, key + ": " + from);
        if (!credential.text("description").isEmpty()) line(out, "  | " + credential.text("description"));
        if (!credential.text("obtain").isEmpty()) line(out, "  | get it at " + credential.text("obtain"));
        if (!credential.text("obtain_instructions").isEmpty())
            line(out, "  | " + credential.text("obtain_instructions"));
    }

    /// What an agent wrote stands apart from the facts, whatever it looks like.
    private static void quoted(StringBuilder out, String heading, String text) {
        if (text.isEmpty()) return;
        line(out, heading);
        text.lines().forEach(line -> line(out, "  | " + line));
    }

    private static void line(StringBuilder out, String text) {
        out.append(Clean.line(text)).append('\n');
    }

    /// The keys of values that a person has to type in.
    List<String> asked() {
        return document.items("credentials").stream()
                .filter(credential -> credential.text("action").equals("set")
                        && credential.text("type").equals("static")
                        && !credential.truth("has_value"))
                .map(credential -> credential.text("key"))
                .toList();
    }
}
