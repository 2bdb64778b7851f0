package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.json.Json;
import agentvault.terminal.Reply;

/// Tells a person at a terminal, after what they asked for, how many proposals wait for them.
final class WaitingLine {

    private WaitingLine() {}

    static int say(Call call) {
        boolean person = call.terminal().screen().asks() && call.reply().form() == Reply.Form.PEOPLE;
        if (!person || Connection.agentToken(call).isPresent()) return Exit.DONE;
        var login = ClientFiles.of(call.environment()).login();
        if (login.isEmpty()) return Exit.DONE;
        try {
            var answer = Connection.as(call, login.get()).askOnce(Request.get("v1", "vaults"));
            if (answer instanceof Answer.Done(var document)) say(call, document);
        } catch (Failure _) {
            // What was asked for is done; that nobody answers now is for the next command to say.
        }
        return Exit.DONE;
    }

    private static void say(Call call, Json document) {
        var waiting = document.items("vaults").stream()
                .filter(vault -> !vault.text("pending_proposals").isEmpty()
                        && !vault.text("pending_proposals").equals("0"))
                .toList();
        if (waiting.isEmpty()) return;
        long count = waiting.stream()
                .mapToLong(vault -> Long.parseLong(vault.text("pending_proposals")))
                .sum();
        var first = waiting.getFirst().text("name");
        call.terminal()
                .aside(count + (count == 1 ? " proposal waits" : " proposals wait") + ": agent-vault vault proposal"
                        + " review --vault " + first);
    }
}
